"""“Paste a message” makes a draft below an activity or a class, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.activities.models import PostPage
from district_cms.audit_log.models import AuditEntry
from tests.factories.activities import make_activity
from tests.factories.district import District
from tests.unit.activities.test_pasting import MAIL

pytestmark = pytest.mark.django_db


def test_a_mail_becomes_a_draft_post(district: District, client: Client) -> None:
    soccer = make_activity(district.school, leaders=(district.teacher_staff,))
    client.force_login(district.teacher)
    address = reverse("activities_paste", args=[soccer.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"file": SimpleUploadedFile("news.eml", MAIL)}, follow=True)
    post = PostPage.objects.get()
    assert not post.live
    assert post.title == "Fútbol this week"
    assert post.body.raw_data[0]["value"] == "<p>We play on <b>Nov. 13</b>.</p>"
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[post.pk])
    assert "Friday, November 13" in answer.content.decode()
    assert AuditEntry.objects.filter(action="draft.pasted").count() == 1


def test_what_cannot_be_read_is_said_at_its_field(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    address = reverse("activities_paste", args=[district.classroom.pk])
    for sent, words in (
        ({}, "Paste the message, or choose a file."),
        ({"text": "x" * 100_001}, "far more than one message"),
        ({"file": SimpleUploadedFile("a.eml", b" ")}, "We found no words in it."),
    ):
        assert words in client.post(address, sent).content.decode()
    assert not UpdatePage.objects.filter(live=False).exists()


def test_nobody_pastes_where_they_may_not_write(district: District, client: Client) -> None:
    soccer = make_activity(district.school)
    client.force_login(district.teacher)
    for page, statuses in ((soccer, {302, 403}), (district.school, {404})):
        answer = client.post(reverse("activities_paste", args=[page.pk]), {"text": "Hello all."})
        assert answer.status_code in statuses
    assert not PostPage.objects.exists()
