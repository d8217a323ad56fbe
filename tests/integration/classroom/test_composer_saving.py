"""Autosave of the short form: cheap, for all classes, and with a notice of other drafts."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.composer.fields import Day, MomentEffect, meaning_of
from classroom.models import ClassroomPage, UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.composing import (
    COMPOSE,
    JSON,
    address,
    compose,
    form_of,
    tree,
    typed,
)
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db
SEEN = ("loaded_revision_id", "loaded_revision_created_at")
# Signing in and permissions need twelve queries.
OF_A_SAVE, OF_A_CLASS = 36, 6


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


def sections(district: District, number: int) -> list[ClassroomPage]:
    made = [
        make_classroom(district.teacher_page, title="Math 3", section=f"Period {period}")
        for period in range(2, number + 1)
    ]
    return [district.classroom, *made]


def begun(teacher: Client, classes: list[ClassroomPage], **more: Any) -> tuple[Any, dict[str, Any]]:
    """Returns the response to the first save, and the form as the script then leaves it."""
    form = {**form_of(teacher.get(address(*classes))), "lesson": "One", **more}
    first = teacher.post(reverse(COMPOSE), form, headers=JSON).json()
    own = {name: first[name] for name in SEEN}
    return first, {**form, **own, "overwrite_revision_id": first["loaded_revision_id"]}


def test_a_submitted_update_is_never_overwritten(district: District, teacher: Client) -> None:
    walk = Walk.begin(district).submit().send_back()
    edit = reverse("classroom_compose_draft", args=[walk.pk])
    form = form_of(teacher.get(edit))
    form |= {"overwrite_revision_id": form["loaded_revision_id"], "lesson": "New words."}
    before = walk.page.latest_revision
    assert teacher.post(edit, form, headers=JSON).status_code == 200
    assert walk.page.latest_revision != before
    before.refresh_from_db()
    assert "New words." not in str(before.content)


def test_a_class_with_a_different_text_is_named_and_keeps_it(
    district: District, teacher: Client
) -> None:
    compose(teacher, sections(district, 2), {"lesson": "One"})
    first, second = UpdatePage.objects.order_by("path")
    own = second.get_latest_revision_as_object()
    own.title = "Only for Period 2"
    own.save_revision(user=district.teacher)
    edit = reverse("classroom_compose_draft", args=[first.pk])
    response = teacher.get(edit)
    assert "has a different text" in response.text
    teacher.post(edit, {**form_of(response), **typed(district, submit="x")})
    assert UpdatePage.objects.get(pk=first.pk).workflow_in_progress
    second.refresh_from_db()
    assert second.get_latest_revision_as_object().title == "Only for Period 2"
    assert not second.workflow_in_progress


def test_a_second_empty_window_is_told_about_the_draft_of_the_first(
    district: District, teacher: Client
) -> None:
    blank = form_of(teacher.get(address(district.classroom)))
    first, _form = begun(teacher, [district.classroom], title="From the phone")
    assert first["waiting"] == ""
    second = teacher.post(reverse(COMPOSE), {**blank, "lesson": "Two"}, headers=JSON).json()
    assert "“From the phone” exists already (draft)." in second["waiting"]
    assert first["address"] in second["waiting"]
    # A notice that was shown before typing is not repeated.
    told = form_of(teacher.get(address(district.classroom))) | {"lesson": "Three"}
    assert teacher.post(reverse(COMPOSE), told, headers=JSON).json()["waiting"] == ""


# ------------------------------------------------------------ a time of publication


FIRST = Day(dt.date(2026, 11, 24), moment("2026-11-24 23:59"), is_filled=False)
SECOND = Day(dt.date(2026, 12, 1), moment("2026-12-01 23:59"), is_filled=False)
FILLED = Day(dt.date(2026, 11, 24), moment("2026-11-24 23:59"), is_filled=True)


@pytest.mark.parametrize(
    ("at", "days", "meant"),
    [
        ("2026-11-24 18:00", [FIRST, SECOND], MomentEffect(FIRST.day)),
        ("2026-11-25 07:00", [FIRST, SECOND], MomentEffect(SECOND.day, misses=FIRST.day)),
        ("2026-11-25 07:00", [FILLED, SECOND], MomentEffect(SECOND.day)),
        ("2026-11-24 18:00", [FILLED, SECOND], MomentEffect(FILLED.day, is_filled=True)),
        ("2026-12-02 07:00", [FILLED, SECOND], MomentEffect(misses=SECOND.day)),
        ("2026-12-02 07:00", [], MomentEffect()),
    ],
)
def test_a_time_counts_for_the_posting_day_that_is_not_over_then(
    at: str, days: list[Day], meant: MomentEffect
) -> None:
    assert meaning_of(moment(at), days) == meant


def test_the_posting_day_of_a_time_is_shown_while_typing_and_afterwards(
    district: District, teacher: Client
) -> None:
    shown = teacher.get(address(district.classroom))
    [url] = tree(shown).xpath("//input[@name='go_live_at']/@data-typed-url")
    asked = teacher.get(url, {"kind": "moment", "text": "Friday 7am"}).json()
    assert asked == {
        "state": "past",
        "text": "Friday, November 27, 2026, 7:00 am. That is after the posting day Tuesday, "
        "November 24, and it will count for Tuesday, December 1.",
    }
    _first, form = begun(teacher, [district.classroom], go_live_at="11/24 5:00 pm")
    draft = UpdatePage.objects.get()
    again = teacher.get(reverse("classroom_compose_draft", args=[draft.pk]))
    assert "It will count for the posting day Tuesday, November 24." in again.text
    assert form["go_live_at"]


def test_posting_days_of_other_peoples_classes_are_refused(
    district: District, client: Client
) -> None:
    client.force_login(district.other_principal)
    url = reverse("classroom_compose_moment", args=[str(district.classroom.pk)])
    asked = client.get(url, {"text": "Friday 7am"}, headers=JSON)
    assert asked.status_code == 403
