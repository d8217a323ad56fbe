"""A school without a principal: everybody who needs to know is told, and someone can approve."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import fresh, make_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(district: District) -> District:
    """Its principal has left; nobody stands in."""
    district.principal_staff.active = False
    district.principal_staff.save()
    return district


def stand_in() -> User:
    """Someone who fills in for the whole district."""
    staff = make_staff((Role.STAND_IN, None), given_name="Wanda", family_name="Ochoa")
    assert staff.user is not None
    return fresh(staff.user)


def submitted(district: District) -> UpdatePage:
    content = update_content(district.curriculum)
    update = make_draft(district.classroom, owner=district.teacher, **content)
    submit_for_approval(page=update, user=district.teacher)
    return UpdatePage.objects.get(pk=update.pk)


@pytest.mark.parametrize("is_needed", [False, True])
def test_the_first_screen_of_a_stand_in_says_why_it_is_empty_and_offers_what_they_may_do(
    district: District, is_needed: bool, client: Client
) -> None:
    if is_needed:
        district.principal_staff.active = False
        district.principal_staff.save()
    said = "Every school has one today, so nothing waits for you."
    for user, explained in ((stand_in(), not is_needed), (district.teacher, False)):
        client.force_login(user)
        first_screen = client.get(reverse("wagtailadmin_home")).text
        assert (said in first_screen) is explained
        assert "appear under Review" not in first_screen
    client.force_login(stand_in())
    first_screen = client.get(reverse("wagtailadmin_home")).text
    for offered in ("/admin/notices/new/", 'role="search"'):
        assert (offered in first_screen) is is_needed, offered
    answer = client.get(reverse("notices:add"))
    assert answer.status_code == (200 if is_needed else 302)


def test_the_submission_says_that_nobody_can_approve_it(alone: District, client: Client) -> None:
    client.force_login(alone.teacher)
    update = make_draft(alone.classroom, **update_content(alone.curriculum))
    address = reverse("wagtailadmin_pages:edit", args=[update.pk])
    form = update_form(update_content(alone.curriculum), **{"action-submit": "1"})
    said = client.post(address, form, follow=True).content.decode()
    assert "Juniper Creek Elementary has no principal at the moment" in said
    assert "nobody can approve this yet" in said


def test_or_who_must_have_one_later(alone: District, client: Client) -> None:
    stand_in()
    client.force_login(alone.teacher)
    update = make_draft(alone.classroom, **update_content(alone.curriculum))
    address = reverse("wagtailadmin_pages:edit", args=[update.pk])
    form = update_form(update_content(alone.curriculum), **{"action-submit": "1"})
    said = client.post(address, form, follow=True).content.decode()
    assert "Wanda Ochoa will review it" in said


def test_administrators_get_one_mail_if_nobody_can_approve(alone: District) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    submitted(alone)
    assert tell_everyone() == 1
    mail = Message.objects.get(address=administrator.email)
    assert "Nobody can approve these" in mail.text
    assert "Fractions on a number line" in mail.text
    assert tell_everyone() == 0
    user = stand_in()
    assert tell_everyone() == 1  # now there is someone
    assert Message.objects.filter(address=user.email).count() == 1


def test_the_administrators_home_shows_the_school_and_what_waits(
    alone: District, client: Client
) -> None:
    submitted(alone)
    home = reverse("wagtailadmin_home")
    client.force_login(make_account(Role.ADMINISTRATOR))
    said = client.get(home).content.decode()
    assert "Schools without a principal" in said
    assert "Juniper Creek Elementary: <strong>1 page is waiting</strong>" in said
    assert "Larkspur Middle:" not in said
    stand_in()
    assert "Wanda Ochoa can approve their pages" in client.get(home).content.decode()
    client.force_login(make_account(Role.COMMUNICATIONS))
    assert "Schools without a principal" not in client.get(home).content.decode()


def test_an_unneeded_stand_in_sees_an_explanation_and_no_useless_links(
    district: District, client: Client
) -> None:
    client.force_login(stand_in())
    queue = client.get(reverse("moderation_review"))
    assert "or if a school has no principal. Nothing is waiting for you now." in queue.text
    assert client.get(reverse("notices:add")).status_code == 302
    assert reverse("notices:add") not in client.get(reverse("wagtailadmin_home")).text
