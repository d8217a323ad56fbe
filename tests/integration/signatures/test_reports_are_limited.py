"""Nobody fills the office's mailbox with reports about a record. A count outlives a transaction."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_account, make_staff


@pytest.mark.django_db
def test_after_five_reports_the_next_one_waits(client: Client) -> None:
    school = make_school(make_home())
    make_account(Role.ADMINISTRATOR)
    client.force_login(make_staff((Role.TEACHER, school)).user)
    wrong = {"part": "other", "words": "x"}
    answers = [client.post(reverse("signatures:report_record"), wrong) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert Message.objects.count() == 5
