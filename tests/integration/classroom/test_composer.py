"""The short form for posting: the same drafts as the page editor's, through the same gate."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.ledger.keeping import refresh_current_year
from classroom.models import ClassroomPage, UpdatePage
from district_cms.audit_log.models import AuditEntry
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
    """What the script puts into the form once it saved."""
    seen = {name: saved[name] for name in SEEN}
    return {**seen, "overwrite_revision_id": saved["loaded_revision_id"]}


def stored(page: UpdatePage, name: str) -> list[Any]:
    """A part as it is stored; that a language was not chosen is written down or not."""
    blocks = getattr(page, name).get_prep_value()
    for block in blocks:
        if isinstance(block["value"], dict):
            block["value"] = {k: v for k, v in block["value"].items() if (k, v) != ("language", "")}
    return list(blocks)


def test_an_update_for_three_sections_is_written_once_and_handed_in(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    classes = [district.classroom, *sections]
    response = compose(teacher, classes, typed(district, submit="principal"))
    assert response.status_code == 302, (said(response), response.text[:600])
    pages = list(UpdatePage.objects.order_by("path"))
    assert [page.get_parent().specific for page in pages] == classes
    assert len({page.batch_id for page in pages}) == 1
    ids = {child.id for page in pages for child in page.assignments}
    assert len(ids) == len(pages)
    for page in pages:
        assert page.workflow_in_progress
        assert page.lesson[0].value.source == "<p>We place halves on a number line.</p>"
        assert page.assignments[0].value["due"] == dt.date(2026, 11, 27)
        assert page.events[0].value["date"] == dt.date(2026, 12, 4)
        assert page.curriculum[0].value["page"] == district.curriculum
        assert (page.period_start, page.period_end) == (
            dt.date(2026, 11, 24),
            dt.date(2026, 11, 30),
        )
    assert AuditEntry.objects.filter(action="classroom.post_to_sections").exists()
    done = teacher.get(response.url)
    words = tree(done).text_content()
    assert "What happens next" in words
    assert district.principal_staff.full_name in words


def test_looking_changes_nothing_and_says_class_day_and_what_is_there(
    district: District, teacher: Client
) -> None:
    values = update_content(district.curriculum, period_end=dt.date(2026, 11, 30))
    make_update(district.classroom, **{**values, "title": "Halves"})
    draft = make_draft(district.classroom, owner=district.teacher, **{**values, "title": "Thirds"})
    before = UpdatePage.objects.count()
    response = teacher.get(address(district.classroom) + "&start=last")
    words = " ".join(tree(response).text_content().split())
    # Nothing was posted for the day before, and a second one of this window fills it.
    assert "November 24 has its update. One more by then counts for Tuesday, November 3" in words
    assert "Tuesday, November 24 to Monday, November 30" in words
    assert "Math 3: “Thirds” is there (draft)." in words
    assert reverse("classroom_compose_draft", args=[draft.pk]) in response.text
    assert UpdatePage.objects.count() == before


def test_several_classes_get_the_days_of_the_one_whose_posting_day_comes_first(
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


def test_the_gate_speaks_at_the_field_and_the_draft_is_kept(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="principal")
    values |= {"assignments-0-title": "", "assignments-0-due": "", "lesson-0": "Call 406-555-0100."}
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


def test_what_is_asked_is_counted_in_the_order_of_the_screen(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="x", curriculum=[])
    values |= {"events-0-title": "", "events-0-date": ""}
    values["lesson-0"] = "See [here](https://larkspur.example/u3).\n\n✓ red ink\n\n✓ paper"
    page = tree(compose(teacher, [district.classroom], values))
    asked = page.xpath("//section[@data-composer-finding]")
    total = len(asked)
    assert total >= 3
    counts = [each.xpath(".//*[@data-composer-count]")[0].text_content() for each in asked]
    assert counts == [f"{number} of {total}" for number in range(1, total + 1)]
    turns = [each.xpath(".//button/@data-composer-turn") for each in asked]
    assert turns == [["1"], *[["-1", "1"]] * (total - 2), ["-1"]]
    # Without a script each of them stands there, and leads on to the next one.
    assert not page.xpath("//section[@data-composer-finding][@hidden]")
    following = [each.xpath(".//p[@class='composer-said__next']/a/@href") for each in asked]
    assert [link for links in following for link in links] == [
        f"#{each.get('id')}" for each in asked[1:]
    ]


@pytest.mark.parametrize(("sent", "place"), [("2", "2"), ("", "0"), ("-1", "0"), ("x", "0")])
def test_whose_turn_it_is_comes_back_with_the_answer_to_what_was_sent_and_with_no_other(
    district: District, teacher: Client, sent: str, place: str
) -> None:
    values = typed(district, submit="x", curriculum=[])
    values |= {"events-0-title": "", "events-0-date": ""}
    asked = compose(teacher, [district.classroom], values)
    edit = reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])
    answer = teacher.post(edit, {**form_of(asked), "turn": sent, "submit": "x"})
    [form] = tree(answer).xpath("//form[@data-composer]")
    assert form.get("data-composer-place") == place
    assert form_of(answer)["turn"] == [""]


def test_a_single_question_is_not_counted(district: District, teacher: Client) -> None:
    page = tree(compose(teacher, [district.classroom], typed(district, submit="x", curriculum=[])))
    assert len(page.xpath("//section[@data-composer-finding]")) == 1
    assert not page.xpath(
        "//*[@data-composer-count or @data-composer-turn or @data-composer-begin]"
    )


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


def test_what_the_short_form_does_not_show_stays_as_it_is(
    district: District, teacher: Client
) -> None:
    lesson = [
        ("prose", "<p>Plain words.</p>"),
        (
            "call_out",
            {"title": "Note", "body": "<p>Bring a coat.</p>", "tone": "important", "language": ""},
        ),
        ("prose", '<p>We say <span lang="es">hola</span>.</p>'),
    ]
    content = update_content(district.curriculum, lesson=lesson)
    content["assignments"][0][1]["details"] = '<p>Say <span lang="es">uno</span>.</p>'
    draft = make_draft(district.classroom, owner=district.teacher, **content)
    edit = reverse("classroom_compose_draft", args=[draft.pk])
    before = draft.get_latest_revision_as_object()
    response = teacher.get(edit)
    teacher.post(edit, {**form_of(response), "title": "New words"})
    after = UpdatePage.objects.get().get_latest_revision_as_object()
    assert after.title == "New words"
    for name in ("lesson", "assignments", "curriculum", "events"):
        assert stored(after, name) == stored(before, name)
    teacher.post(edit, {**form_of(teacher.get(edit)), "lesson-0": "Other words.\n- a\n- b"})
    after = UpdatePage.objects.get().get_latest_revision_as_object()
    assert [child.block_type for child in after.lesson] == ["prose", "call_out", "prose"]
    assert after.lesson[0].value.source == "<p>Other words.</p><ul><li>a</li><li>b</li></ul>"
    assert after.lesson[2].value.source == before.lesson[2].value.source


def test_saving_by_itself_makes_one_draft_and_notices_another_device(
    district: District, teacher: Client, sections: list[ClassroomPage], clock: Clock
) -> None:
    classes = [district.classroom, sections[0]]
    form = {**form_of(teacher.get(address(*classes))), "lesson-0": "One"}
    first = teacher.post(reverse(COMPOSE), form, headers=JSON).json()
    seen = {name: first[name] for name in SEEN}
    second = teacher.post(
        first["address"], {**form, **own_of(first), "lesson-0": "Two"}, headers=JSON
    ).json()
    pages = list(UpdatePage.objects.order_by("path"))
    # The second class has the same words, and no revision is made for a text half typed.
    assert [p.get_latest_revision_as_object().lesson[0].value.source for p in pages] == [
        "<p>Two</p>"
    ] * 2
    assert [page.revisions.count() for page in pages] == [1, 1]
    clock("2026-11-24 08:01")
    third = teacher.post(
        first["address"], {**form, **own_of(second), "lesson-0": "Three"}, headers=JSON
    )
    assert third.status_code == 200
    late = teacher.post(first["address"], {**form, **seen, "lesson-0": "Old"}, headers=JSON)
    assert (late.status_code, late.json()["type"]) == (409, "invalid_revision")
    shown = teacher.post(first["address"], {**form, **seen, "lesson-0": "Old"})
    assert "saved on another device" in shown.text
    assert ">\nOld</textarea>" in shown.text
    teacher.post(first["address"], {**form_of(shown), "take-mine": "yes"})
    assert UpdatePage.objects.get(pk=first["pk"]).lesson[0].value.source == "<p>Old</p>"


def test_a_class_with_words_of_its_own_keeps_them(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    compose(teacher, [district.classroom, sections[0]], {"lesson-0": "One"})
    first, second = UpdatePage.objects.order_by("path")
    edit = reverse("classroom_compose_draft", args=[second.pk])
    own = second.get_latest_revision_as_object()
    own.title = "Only for Period 2"
    own.save_revision(user=district.teacher)
    edit = reverse("classroom_compose_draft", args=[first.pk])
    response = teacher.get(edit)
    assert "has words of its own" in response.text
    teacher.post(edit, {**form_of(response), **typed(district, submit="x")})
    second.refresh_from_db()
    assert second.get_latest_revision_as_object().title == "Only for Period 2"
    assert not second.workflow_in_progress
    assert UpdatePage.objects.get(pk=first.pk).workflow_in_progress


def test_a_language_is_marked_by_one_press(district: District, teacher: Client) -> None:
    spanish = "Hola, familias: mañana vamos a la biblioteca con todos los niños de la clase."
    lines = f"We read every day.\n\n{spanish}"
    values = typed(district, submit="x", **{"lesson-0": lines})
    response = compose(teacher, [district.classroom], values)
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Mark as Spanish"
    update = UpdatePage.objects.get()
    edit = reverse("classroom_compose_draft", args=[update.pk])
    done = teacher.post(edit, {**form_of(response), "repair": button.get("value")})
    assert form_of(done)["lesson-0"] == [f"We read every day.\n\n[es] {spanish}"]
    assert f'<p lang="es">{spanish}</p>' in UpdatePage.objects.get().lesson[0].value.source
    assert not tree(done).xpath("//button[@name='repair']")
    assert "Marked as Spanish." in done.text


def test_only_who_may_write_there_and_only_while_it_may_change(
    district: District, teacher: Client, client: Client
) -> None:
    walk = Walk.begin(district)
    edit = reverse("classroom_compose_draft", args=[walk.pk])
    assert teacher.get(edit).status_code == 200
    walk.submit()
    led: Any = teacher.get(edit)
    assert led.url == reverse("wagtailadmin_pages:edit", args=[walk.pk])
    assert teacher.get(address(district.classroom) + "&class=999999").status_code == 404
    assert teacher.get(f"{reverse(COMPOSE)}?class=x").status_code == 404
    stranger = Client()
    stranger.force_login(district.other_principal)
    for refused in (edit, address(district.classroom)):
        assert stranger.get(refused).status_code == 302
        assert stranger.get(refused, headers=JSON).status_code == 403


def test_a_row_more_and_the_last_update_need_no_script(district: District, teacher: Client) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    form = {**form_of(teacher.get(address(district.classroom))), "assignments-0-title": "One"}
    more = teacher.post(reverse(COMPOSE), {**form, "add": "assignments"})
    assert form_of(more)["assignments-TOTAL_FORMS"] == ["2"]
    assert form_of(more)["assignments-0-title"] == ["One"]
    [begun] = form["begun-id"]
    start = {"class": district.classroom.pk, "start": "last", "begun-id": begun}
    started: Any = teacher.post(reverse(COMPOSE), start)
    # Pressed twice it is one draft.
    assert teacher.post(reverse(COMPOSE), start).url == started.url
    form = form_of(teacher.get(started.url))
    assert form["lesson-0"] == ["We place halves and quarters on a number line."]
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
