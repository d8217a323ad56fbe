"""The editor of a page that is down says so, and offers nothing that can only be refused."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import take_down
from district_cms.moderation.taking_down.views import TakeDownForm
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk

pytestmark = pytest.mark.django_db

MISTAKE, PRIVACY = TakeDown.Reason.MISTAKE, TakeDown.Reason.PRIVACY
SUBMIT, PUBLISH = 'name="action-submit"', 'name="action-publish"'


@pytest.fixture
def update(district: District) -> UpdatePage:
    return Walk.begin(district).submit().approve().page


def editor(client: Client, user: User, page: UpdatePage) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text


def test_it_says_who_took_it_down_when_and_why(
    district: District, update: UpdatePage, client: Client
) -> None:
    assert "took this down" not in editor(client, district.teacher, update)
    take_down(pages=[update], user=district.principal, reason=MISTAKE, note="Wrong room")
    seen = editor(client, district.teacher, update)
    assert f"{district.principal.get_full_name()} took this down on Tuesday, November 10" in seen
    assert "There is a mistake in it" in seen
    assert "Wrong room" in seen
    assert reverse("moderation_take_down", args=[update.pk]) in seen
    assert SUBMIT in seen
    assert PUBLISH in editor(client, district.principal, update)


@pytest.mark.parametrize("who", ["teacher", "principal", "office"])
def test_after_privacy_no_button_only_leads_to_a_refusal(
    who: str, district: District, update: UpdatePage, client: Client
) -> None:
    users = {"teacher": district.teacher, "principal": district.principal}
    user = users.get(who) or make_account(Role.COMMUNICATIONS)
    before = editor(client, user, update)
    assert SUBMIT in before or PUBLISH in before
    take_down(pages=[update], user=district.principal, reason=PRIVACY, note="Wrong room")
    seen = editor(client, user, update)
    assert "took this down" in seen
    assert "Wrong room" not in seen
    assert SUBMIT not in seen
    assert PUBLISH not in seen


@pytest.mark.parametrize("note, refused", [("Maria Lopez has measles", True), ("Room 4", False)])
def test_the_note_is_checked_for_students_privacy(note: str, refused: bool) -> None:
    form = TakeDownForm({"reason": "other", "note": note}, others=0)
    assert form.is_valid() is not refused
    assert list(form.errors) == (["note"] if refused else [])
