"""Notes on feedback: one tap per class, at schools that use them; counts, never names."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.home.feedback import choose, note
from classroom.models import FeedbackNote, FeedbackSchool
from district_cms.audit_log.models import AuditEntry
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def on_a_posting_day(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")


@pytest.fixture
def wanted(district: District) -> None:
    choose(school=district.school, user=district.principal, wants=True)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    tree: Any = html.fromstring(response.content)
    return " ".join(tree.text_content().split())


def note_of(district: District, **more: Any) -> FeedbackNote:
    values = {"day": TODAY, "kind": "homework", "pieces": 20, **more}
    return note(user=district.teacher, classroom=district.classroom, **values)


def test_notes_are_offered_only_at_schools_that_use_them(district: District) -> None:
    home = words(signed_in(district.teacher).get(reverse("wagtailadmin_home")))
    assert "Feedback on student work" not in home
    with pytest.raises(PermissionDenied):
        note_of(district)


@pytest.mark.usefixtures("wanted")
def test_the_second_note_is_one_tap(district: District) -> None:
    note_of(district, day=dt.date(2026, 11, 10))
    teacher = signed_in(district.teacher)
    home = teacher.get(reverse("wagtailadmin_home"))
    assert "That asks for the feedback, not for this note" in words(home)
    assert "Your principal sees only in how many classes" in words(home)
    address = reverse("classroom_feedback", args=[district.classroom.pk])
    tree: Any = html.fromstring(home.content)
    [form, _of_notes] = tree.xpath(f"//form[@action='{address}']")
    teacher.post(address, dict(form.form_values()))
    newest = FeedbackNote.objects.first()
    assert newest is not None
    assert (newest.day, newest.kind, newest.pieces) == (TODAY, "homework", 20)
    assert "This month: noted on 2 days." in words(teacher.get(reverse("wagtailadmin_home")))


@pytest.mark.usefixtures("wanted")
def test_each_button_notes_the_day_on_its_label(district: District) -> None:
    teacher = signed_in(district.teacher)
    address = reverse("classroom_feedback", args=[district.classroom.pk])
    tree: Any = html.fromstring(teacher.get(reverse("wagtailadmin_home")).content)
    [form] = tree.xpath(f"//form[@action='{address}']")
    name = f"class-{district.classroom.pk}"
    typed = {**dict(form.form_values()), f"{name}-pieces": "20", f"{name}-day": "11/10"}
    buttons = {
        " ".join(each.text_content().split()): {each.get("name"): each.get("value")}
        for each in form.xpath(".//button[@type='submit']")
    }
    for words_of_it, day in (
        ("Note it for that day: Math 3", dt.date(2026, 11, 10)),
        ("Note it for today: Math 3", TODAY),
    ):
        sent = {key: value for key, value in buttons[words_of_it].items() if key}
        teacher.post(address, {**typed, **sent})
        assert FeedbackNote.objects.order_by("-pk")[0].day == day
    # Pressing Enter after typing a day uses that day, because a browser presses the first button.
    assert form.xpath(".//button[@type='submit']")[0].get("name") is None


@pytest.mark.usefixtures("wanted")
def test_invalid_input_is_reported_and_changes_nothing(district: District) -> None:
    teacher = signed_in(district.teacher)
    address = reverse("classroom_feedback", args=[district.classroom.pk])
    name = f"class-{district.classroom.pk}"
    sent = {f"{name}-kind": "homework", f"{name}-pieces": "5", f"{name}-day": "12/24/2026"}
    said = teacher.post(address, sent, follow=True)
    assert "Write today or a day of the last two months." in words(said)
    assert "Say how many pieces" in words(
        teacher.post(address, {**sent, f"{name}-pieces": "", f"{name}-day": ""}, follow=True)
    )
    assert not FeedbackNote.objects.exists()


@pytest.mark.usefixtures("wanted")
def test_the_same_kind_on_the_same_day_is_one_note_and_can_be_deleted(district: District) -> None:
    note_of(district, pieces=20)
    kept = note_of(district, pieces=21)
    assert FeedbackNote.objects.get().pieces == 21
    address = reverse("classroom_feedback", args=[district.classroom.pk])
    signed_in(district.teacher).post(address, {"remove": kept.pk})
    assert not FeedbackNote.objects.exists()


@pytest.mark.usefixtures("wanted")
def test_only_teachers_of_the_class_note_and_only_its_principal_turns_notes_on(
    district: District,
) -> None:
    address = reverse("classroom_feedback", args=[district.classroom.pk])
    json = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
    for stranger in (district.other_principal, district.principal):
        assert signed_in(stranger).post(address, {}, headers=json).status_code == 403
    switch = reverse("classroom_school_feedback", args=[district.school.pk])
    for stranger in (district.other_principal, district.teacher):
        assert signed_in(stranger).post(switch, {}, headers=json).status_code == 403
    assert FeedbackSchool.objects.exists()


@pytest.mark.usefixtures("wanted")
def test_the_principal_sees_sums_and_turning_off_deletes(district: District) -> None:
    make_classroom(district.teacher_page, title="Reading 3")
    note_of(district)
    note_of(district, day=dt.date(2026, 11, 10), kind="test")
    note_of(district, day=dt.date(2026, 11, 10), kind="project")
    principal = signed_in(district.principal)
    glance = reverse("classroom_school", args=[district.school.pk])
    shown = words(principal.get(glance))
    assert "This month: in 1 of 2 classes feedback on student work was noted on two days" in shown
    # Two of them on the same day.
    assert "Notes in all: 3." in shown
    assert "Homework" not in shown
    principal.post(reverse("classroom_school_feedback", args=[district.school.pk]))
    assert not FeedbackNote.objects.exists()
    assert "Turn the notes on" in words(principal.get(glance))
    actions = AuditEntry.objects.filter(action__startswith="school.feedback_notes")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "school.feedback_notes_on",
        "school.feedback_notes_off",
    ]
