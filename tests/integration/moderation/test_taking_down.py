"""A mistake with a child’s name does not wait: down at once everywhere, and back by the gate."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from classroom.models import ClassroomTeacher, UpdatePage
from classroom.services.updates import post_to_sections, start_from_last
from district_cms.moderation.models import TakeDown
from district_cms.moderation.services import submit_for_approval
from district_cms.moderation.taking_down.permissions import can_put_back, can_take_down
from district_cms.moderation.taking_down.selectors import open_row
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.models import StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.services import refresh_dated_roles
from district_cms.publishing.gate import PublishBlocked
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_update,
    update_content,
)
from tests.factories.people import fresh, make_account, make_staff, make_superuser
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import made_for_a_module

pytestmark = pytest.mark.django_db

MISTAKE, PRIVACY = TakeDown.Reason.MISTAKE, TakeDown.Reason.PRIVACY


def again(page: Any) -> UpdatePage:
    return UpdatePage.objects.get(pk=page.pk)


@pytest.fixture(scope="module")
def approved(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """A live update of Math 3, approved by its principal: made once for these tests."""
    with made_for_a_module(
        django_db_blocker, lambda: Walk.begin(built.read_again()).submit().approve().pk
    ) as pk:
        yield pk


@pytest.fixture
def update(approved: int, district: District) -> UpdatePage:
    return UpdatePage.objects.get(pk=approved)


# ------------------------------------------------------------------ who may

T, _ = True, False
PEOPLE = (
    "teacher",
    "co_teacher",
    "substitute",
    "past_substitute",
    "other_teacher",
    "principal",
    "stand_in",
    "past_stand_in",
    "other_principal",
    "office",
    "administrator",
    "counselor",
    "superuser",
    "inactive",
)
MAY = {
    #                                        take down, put back, and after a privacy reason
    "teacher": (T, T, _),
    "co_teacher": (T, T, _),
    "substitute": (T, T, _),
    "past_substitute": (_, _, _),
    "other_teacher": (_, _, _),
    "principal": (T, T, _),
    "stand_in": (T, T, _),
    "past_stand_in": (_, _, _),
    "other_principal": (_, _, _),
    "office": (T, T, T),
    "administrator": (T, T, T),
    "counselor": (_, _, _),
    "superuser": (T, T, T),
    "inactive": (_, _, _),
}


def person(name: str, district: District) -> User:
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    if name in {"teacher", "principal", "other_principal"}:
        return getattr(district, name)  # type: ignore[no-any-return]
    if name in {"co_teacher", "substitute", "past_substitute"}:
        staff = make_staff((Role.TEACHER, district.school))
        part, until = {
            "co_teacher": ("co-teacher", None),
            "substitute": ("substitute", today),
            "past_substitute": ("substitute", today - day),
        }[name]
        ClassroomTeacher.objects.create(
            classroom=district.classroom, staff=staff, part=part, until=until
        )
        return fresh(staff.user)
    if name in {"stand_in", "past_stand_in"}:
        staff = make_staff()
        until = today if name == "stand_in" else today - day
        StaffRole.objects.create(
            staff=staff, role=Role.PRINCIPAL, school=district.school, until=until
        )
        refresh_dated_roles()
        return fresh(staff.user)
    if name == "superuser":
        return make_superuser()
    roles = {
        "other_teacher": Role.TEACHER,
        "office": Role.COMMUNICATIONS,
        "administrator": Role.ADMINISTRATOR,
        "counselor": Role.COUNSELOR,
        "inactive": Role.ADMINISTRATOR,
    }
    user = make_account(roles[name], district.school)
    if name == "inactive":
        user.is_active = False
        user.save()
    return fresh(user)


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_take_down_and_put_back_is_decided_for_each_page(
    name: str, district: District, update: UpdatePage
) -> None:
    user = person(name, district)
    down, back, back_private = MAY[name]
    mistake, privacy = TakeDown(reason=MISTAKE), TakeDown(reason=PRIVACY)
    assert can_take_down(user, update) is down
    assert can_put_back(fresh(user), update, mistake) is back
    assert can_put_back(fresh(user), update, privacy) is back_private


def test_a_class_page_is_not_taken_down_this_way(district: District) -> None:
    assert not can_take_down(district.principal, district.classroom)


# ------------------------------------------------------------------ everything goes


def test_the_same_update_goes_in_all_classes_it_was_posted_to(
    district: District, update: UpdatePage, client: Client
) -> None:
    second = make_classroom(district.teacher_page)
    twin = make_update(second, **update_content(district.curriculum))
    batch = "6f2d8f61-5d9c-4c33-9a21-1c5f5b5d9f10"
    UpdatePage.objects.filter(pk__in=[update.pk, twin.pk]).update(batch_id=batch)
    client.force_login(district.teacher)
    address = reverse("moderation_take_down", args=[update.pk])
    assert "as well (1)" in client.get(address).content.decode()
    client.post(address, {"reason": "privacy", "together": "on"})
    assert not again(update).live
    assert not again(twin).live


# ------------------------------------------------------------------ the others know


def test_a_privacy_mail_repeats_neither_title_nor_note(
    district: District, update: UpdatePage
) -> None:
    Message.objects.all().delete()
    take_down(pages=[update], user=district.principal, reason=PRIVACY, note="Maria is named")
    mail = Message.objects.get(address=district.teacher.email)
    assert "Math 3" in mail.subject
    for words in (mail.subject, mail.text, mail.html):
        assert "Fractions" not in words
        assert "Maria" not in words


def test_pressing_twice_does_it_once(district: District, update: UpdatePage) -> None:
    take_down(pages=[update], user=district.teacher, reason=MISTAKE)
    assert take_down(pages=[update], user=district.principal, reason=PRIVACY).pages == ()
    assert TakeDown.objects.count() == 1


# ------------------------------------------------------------------ and back


def test_changes_to_an_approved_version_go_to_the_principal_first(
    district: District, update: UpdatePage
) -> None:
    """Wagtail lets authors overwrite the newest version, which keeps its key then."""
    take_down(pages=[update], user=district.teacher, reason=MISTAKE)
    content = update_content(district.curriculum) | {"title": "Nobody read this"}
    form = update_form(content, overwrite_revision_id=str(update.latest_revision_id))
    client = Client()
    client.force_login(district.teacher)
    client.post(reverse("wagtailadmin_pages:edit", args=[update.pk]), form)
    assert again(update).draft_title == "Nobody read this"
    assert again(update).latest_revision_id != update.latest_revision_id

    assert not put_back(page=update, user=district.teacher)

    assert not again(update).live
    assert again(update).workflow_in_progress


def test_words_that_are_down_for_privacy_are_not_carried_elsewhere(
    district: District, update: UpdatePage
) -> None:
    other = make_classroom(district.classroom.get_parent().specific, title="Science 3")
    take_down(pages=[update], user=district.teacher, reason=PRIVACY)
    with pytest.raises(PermissionDenied):
        post_to_sections(
            update=again(update), classrooms=[other], user=district.teacher, submit=False
        )
    begun = start_from_last(classroom=district.classroom, user=district.teacher)
    assert [block.value.source for block in begun.lesson] == [""]
    client = Client()
    client.force_login(make_superuser())
    for page in (update, update.get_parent()):
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        form = {"new_title": "Copy", "new_parent_page": district.classroom.pk}
        for answer in (client.get(address), client.post(address, form)):
            assert answer.status_code == 302
    assert not Page.objects.filter(title="Copy").exists()


def test_the_gate_is_asked_when_it_is_put_back(district: District, update: UpdatePage) -> None:
    take_down(pages=[update], user=district.principal, reason=MISTAKE)
    Walk(district, update.pk).change(lesson=[("prose", "<p>Grade for Maria Lopez: B-</p>")])
    Walk(district, update.pk).change(assignments=[])
    with pytest.raises(PublishBlocked):
        put_back(page=update, user=district.principal)
    assert open_row(update) is not None


def test_after_a_privacy_reason_no_path_leads_back_but_the_offices(
    district: District, update: UpdatePage
) -> None:
    take_down(pages=[update], user=district.teacher, reason=PRIVACY)
    page = again(update)
    for user in (district.teacher, district.principal):
        with pytest.raises(PermissionDenied):
            put_back(page=page, user=user)
    with pytest.raises(PublishBlocked, match="privacy"):
        page.get_latest_revision().publish(user=district.principal)
    with pytest.raises(PublishBlocked):
        submit_for_approval(page=page, user=district.teacher)
    page.live = True
    with pytest.raises(PublishBlocked):
        page.save()
    assert put_back(page=again(update), user=make_account(Role.COMMUNICATIONS))
    assert again(update).live


def test_a_waiting_change_cannot_restore_a_page_taken_down_for_privacy(
    district: District, update: UpdatePage
) -> None:
    walk = Walk(district, update.pk).change(title="New title").submit()
    take_down(pages=[walk.page], user=district.teacher, reason=PRIVACY)
    assert not walk.page.workflow_in_progress


# ------------------------------------------------------------------ where one looks for it


def test_a_page_taken_down_is_on_the_home_screens_until_it_is_put_back(
    district: District, update: UpdatePage, client: Client
) -> None:
    take_down(pages=[update], user=district.teacher, reason=PRIVACY)
    office = make_account(Role.COMMUNICATIONS)
    for user in (district.teacher, district.principal, office):
        client.force_login(user)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Taken down" in home
        assert reverse("moderation_take_down", args=[update.pk]) in home
    client.force_login(district.other_principal)
    assert "Taken down" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_something_else_needs_a_few_words(
    district: District, update: UpdatePage, client: Client
) -> None:
    client.force_login(district.teacher)
    address = reverse("moderation_take_down", args=[update.pk])
    assert client.post(address, {"reason": "other"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert again(update).live
    assert Page.objects.get(pk=update.pk).live
    assert make_draft(district.classroom, **update_content(district.curriculum)).live is False
