"""The page of one update: its status, its actions, and their effect on the posting day."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from classroom.services.updates import take_back
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from tests.factories.district import District
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(client: Client, name: str, pk: int) -> str:
    page = html.unescape(client.get(reverse(name, args=[pk])).text)
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def test_withdrawing_explains_the_effect_on_the_posting_day_before_it_happens(
    district: District,
) -> None:
    walk = Walk.begin(district, title="Fractions").submit()
    client = signed_in(district.teacher)
    edit = words(client, "wagtailadmin_pages:edit", walk.pk)
    assert "With the principal. It counts for the posting day Tuesday, November 24." in edit
    assert "To change something, take it back first." in edit

    said = words(client, "classroom_take_back", walk.pk)
    assert "The posting day Tuesday, November 24 of Math 3 waits for an update again." in said
    assert walk.posting.submitted_at is not None  # a GET request changes nothing

    answer = client.post(reverse("classroom_take_back", args=[walk.pk]), follow=True)
    assert "“Fractions” is a draft again." in html.unescape(answer.text)
    assert (walk.posting.submitted_at, slot(district.classroom, "2026-11-24").standing) == (
        None,
        "open",
    )
    assert AuditEntry.objects.filter(action="classroom.take_back").count() == 1
    assert "so there is nothing to take back" in words(client, "classroom_take_back", walk.pk)


def test_withdrawing_a_change_of_a_live_update_keeps_the_posting_day(district: District) -> None:
    walk = Walk.begin(district).submit().approve().change(title="Halves").submit()
    client = signed_in(district.teacher)
    assert "The posting day does not change." in words(client, "classroom_take_back", walk.pk)
    take_back(update=walk.page, user=district.teacher)
    assert walk.page.live
    assert slot(district.classroom, "2026-11-24").standing == "met"
    edit = words(client, "wagtailadmin_pages:edit", walk.pk)
    assert "Live, changed since approved. It counts for the posting day" in edit
    assert "Families read the approved version until the principal approves" in edit


def test_nobody_withdraws_an_update_of_another_school(district: District) -> None:
    walk = Walk.begin(district).submit()
    stranger = signed_in(district.other_principal)
    address = reverse("classroom_take_back", args=[walk.pk])
    assert stranger.post(address).status_code in {302, 403}
    with pytest.raises(PermissionDenied):
        take_back(update=walk.page, user=district.other_principal)
    assert walk.page.workflow_in_progress
