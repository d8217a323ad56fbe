"""The short form for posting: it writes the same drafts as the page editor, through the same
gate."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomPage, UpdatePage
from district_cms.schools.models import CurriculumPage
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_draft, make_update, update_content
from tests.integration.classroom.composing import (
    COMPOSE,
    JSON,
    address,
    compose,
    form_of,
    said,
    tree,
    typed,
)
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db
SEEN = ("loaded_revision_id", "loaded_revision_created_at")


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


@pytest.fixture
def sections(district: District) -> list[ClassroomPage]:
    return [
        make_classroom(district.teacher_page, title="Math 3", section=f"Period {number}")
        for number in (2, 3)
    ]


def own_of(saved: dict[str, Any]) -> dict[str, Any]:
    """Returns what the script puts into the form after a save."""
    seen = {name: saved[name] for name in SEEN}
    return {**seen, "overwrite_revision_id": saved["loaded_revision_id"]}


def test_opening_the_form_changes_nothing_and_shows_class_day_and_existing_drafts(
    district: District, teacher: Client
) -> None:
    values = update_content(district.curriculum, period_end=dt.date(2026, 11, 30))
    make_update(district.classroom, **{**values, "title": "Halves"})
    draft = make_draft(district.classroom, owner=district.teacher, **{**values, "title": "Thirds"})
    before = UpdatePage.objects.count()
    response = teacher.get(address(district.classroom) + "&start=last")
    words = " ".join(tree(response).text_content().split())
    # Nothing was posted for the day before, and a second update before this deadline fills it.
    assert (
        "November 24 already has its update. Another one by then counts for Tuesday, November 3"
        in words
    )
    assert "Tuesday, November 24 to Monday, November 30" in words
    assert "Math 3: “Thirds” exists already (draft)." in words
    assert reverse("classroom_compose_draft", args=[draft.pk]) in response.text
    assert UpdatePage.objects.count() == before


def test_several_classes_get_the_days_of_the_class_whose_posting_day_comes_first(
    district: District, teacher: Client
) -> None:
    values = update_content(district.curriculum, period_end=dt.date(2026, 11, 30))
    make_update(district.classroom, **values)
    behind = make_classroom(district.teacher_page, title="Reading 3")
    refresh_current_year()

    def days(*classes: ClassroomPage) -> tuple[str, str]:
        form = form_of(teacher.get(address(*classes)))
        return form["title"], form["period_end"]

    assert days(district.classroom) != days(behind)
    both = teacher.get(address(district.classroom, behind))
    assert days(district.classroom, behind) == days(behind)
    assert "(the posting day of Reading 3 comes first)" in both.text
    alone = teacher.get(address(district.classroom))
    assert "comes first)" not in alone.text


def test_findings_appear_at_their_field_and_the_draft_is_saved(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="principal")
    values |= {"assignments-0-title": "", "assignments-0-due": "", "lesson": "Call 406-555-0100."}
    response = compose(teacher, [district.classroom], values)
    assert response.status_code == 200
    [section] = tree(response).xpath("//section[@id='part-assignments']")
    assert "“Assignments” is empty." in section.text_content()
    update = UpdatePage.objects.get()
    assert not update.workflow_in_progress
    assert update.lesson[0].value.source == "<p>Call 406-555-0100.</p>"

    form = form_of(response)
    form |= {"assignments_none": "on", "submit": "principal"}
    edit = reverse("classroom_compose_draft", args=[update.pk])
    asked = tree(response).xpath("//input[@name='gate-confirm']/@value")
    done = teacher.post(edit, {**form, "gate-confirm": asked})
    assert done.status_code == 302, said(done)
    assert UpdatePage.objects.get().workflow_in_progress


def test_a_question_stays_open_until_it_is_answered(district: District, teacher: Client) -> None:
    days = {"period_start": dt.date(2026, 11, 24), "period_end": dt.date(2026, 11, 30)}
    make_update(district.classroom, **update_content(district.curriculum, **days))
    values = typed(district, submit="x", period_start="11/24", period_end="11/30")
    response = compose(teacher, [district.classroom], values)
    assert response.status_code == 200
    assert any(
        "Another update of this class is about the same days" in each for each in said(response)
    )
    draft = UpdatePage.objects.order_by("pk").last()
    assert draft is not None
    form = form_of(response) | {"submit": "x"}
    edit = reverse("classroom_compose_draft", args=[draft.pk])
    again = teacher.post(edit, form)
    assert again.status_code == 200
    answered = {**form_of(again), "submit": "x"}
    asked = answered["gate-asked"]
    assert teacher.post(edit, {**answered, "gate-confirm": asked}).status_code == 302


def test_autosave_makes_one_draft_and_notices_another_device(
    district: District, teacher: Client, sections: list[ClassroomPage], clock: Clock
) -> None:
    classes = [district.classroom, sections[0]]
    form = {**form_of(teacher.get(address(*classes))), "lesson": "One"}
    first = teacher.post(reverse(COMPOSE), form, headers=JSON).json()
    seen = {name: first[name] for name in SEEN}
    second = teacher.post(
        first["address"], {**form, **own_of(first), "lesson": "Two"}, headers=JSON
    ).json()
    pages = list(UpdatePage.objects.order_by("path"))
    # The second class gets the same content, and partly typed text makes no revision.
    assert [p.get_latest_revision_as_object().lesson[0].value.source for p in pages] == [
        "<p>Two</p>"
    ] * 2
    assert [page.revisions.count() for page in pages] == [1, 1]
    clock("2026-11-24 08:01")
    third = teacher.post(
        first["address"], {**form, **own_of(second), "lesson": "Three"}, headers=JSON
    )
    assert third.status_code == 200
    late = teacher.post(first["address"], {**form, **seen, "lesson": "Old"}, headers=JSON)
    assert (late.status_code, late.json()["type"]) == (409, "invalid_revision")
    shown = teacher.post(first["address"], {**form, **seen, "lesson": "Old"})
    assert "saved on another device" in shown.text
    assert ">\nOld</textarea>" in shown.text
    teacher.post(first["address"], {**form_of(shown), "take-mine": "yes"})
    assert UpdatePage.objects.get(pk=first["pk"]).lesson[0].value.source == "<p>Old</p>"


def test_one_button_marks_a_language(district: District, teacher: Client) -> None:
    spanish = "Hola, familias: mañana vamos a la biblioteca con todos los niños de la clase."
    lines = f"We read every day.\n\n{spanish}"
    values = typed(district, submit="x", lesson=lines)
    response = compose(teacher, [district.classroom], values)
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Mark as Spanish"
    update = UpdatePage.objects.get()
    edit = reverse("classroom_compose_draft", args=[update.pk])
    done = teacher.post(edit, {**form_of(response), "repair": button.get("value")})
    assert form_of(done)["lesson"] == [f"We read every day.\n\n{spanish}"]
    assert f'<p lang="es">{spanish}</p>' in UpdatePage.objects.get().lesson[0].value.source
    assert not tree(done).xpath("//button[@name='repair']")
    assert "Marked as Spanish." in done.text


def test_only_accounts_that_may_edit_the_draft_save_it_and_only_while_it_is_unlocked(
    district: District, teacher: Client, client: Client
) -> None:
    walk = Walk.begin(district)
    edit = reverse("classroom_compose_draft", args=[walk.pk])
    assert teacher.get(edit).status_code == 200
    walk.submit()
    led: Any = teacher.get(edit)
    assert led.url == reverse("classroom_compose_done", args=[walk.pk])
    assert teacher.get(address(district.classroom) + "&class=999999").status_code == 404
    assert teacher.get(f"{reverse(COMPOSE)}?class=x").status_code == 404
    stranger = Client()
    stranger.force_login(district.other_principal)
    for refused in (edit, address(district.classroom)):
        assert stranger.get(refused).status_code == 302
        assert stranger.get(refused, headers=JSON).status_code == 403


def test_another_row_and_the_last_update_work_without_a_script(
    district: District, teacher: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    form = {**form_of(teacher.get(address(district.classroom))), "assignments-0-title": "One"}
    more = teacher.post(reverse(COMPOSE), {**form, "add": "assignments"})
    assert form_of(more)["assignments-TOTAL_FORMS"] == ["2"]
    assert form_of(more)["assignments-0-title"] == ["One"]
    [begun] = form["begun-id"]
    start = {"class": district.classroom.pk, "start": "last", "begun-id": begun}
    started: Any = teacher.post(reverse(COMPOSE), start)
    # Pressing twice makes one draft.
    assert teacher.post(reverse(COMPOSE), start).url == started.url
    form = form_of(teacher.get(started.url))
    assert form["lesson"] == ["We place halves and quarters on a number line."]
    assert form["assignments-0-title"] == ["Practice page 12"]


@pytest.mark.parametrize(
    ("subject", "grades", "near", "label"),
    [
        ("math", ["03"], ["Grade 3 mathematics"], "Another page"),
        # A homeroom has no subject with pages of its own.
        ("homeroom", ["03"], ["Grade 3 mathematics"], "Another page"),
        ("homeroom", ["11"], [], "Curriculum page"),
    ],
)
def test_the_form_of_a_new_class_offers_the_curriculum_of_its_grade(
    district: District,
    teacher: Client,
    subject: str,
    grades: list[str],
    near: list[str],
    label: str,
) -> None:
    CurriculumPage.objects.update(title="Grade 3 mathematics", draft_title="Grade 3 mathematics")
    ClassroomPage.objects.update(subject=subject, grade_levels=grades)
    form = teacher.get(address(district.classroom)).context["form"]
    assert [title for _pk, title in form.fields["curriculum"].choices] == near
    assert form.fields["curriculum_other"].label == label
