"""The composer's answers to problems: refused, pressed twice, lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from classroom.models import ClassroomPage, UpdatePage
from district_cms.media.models import DistrictImage
from district_cms.moderation.taking_down.services import take_down
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content
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


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


@pytest.fixture
def section(district: District) -> ClassroomPage:
    return make_classroom(district.teacher_page, title="Math 3", section="Period 2")


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def summary(response: Any) -> str:
    return " ".join(tree(response).find_class("composer-summary")[0].text_content().split())


def test_an_update_whose_picture_was_refused_is_not_submitted(
    district: District, teacher: Client
) -> None:
    broken = SimpleUploadedFile("IMG_1.jpg", b"not a picture", content_type="image/jpeg")
    values = typed(district, submit="principal", library=broken)
    answer = compose(teacher, [district.classroom], values)
    assert answer.url.endswith("/compose/#pictures")
    assert not UpdatePage.objects.get().workflow_in_progress
    assert "IMG_1.jpg: " in words(teacher.get(answer.url))
    assert not DistrictImage.objects.filter(title__startswith="Picture for").exists()


def test_a_form_that_is_submitted_again_makes_no_second_draft(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    form = form_of(teacher.get(address(district.classroom, section)))
    for text in ("One", "Two"):  # the first response was lost
        teacher.post(reverse(COMPOSE), {**form, "lesson": text}, headers=JSON)
    pages = UpdatePage.objects.all()
    assert [page.lesson[0].value.source for page in pages] == ["<p>Two</p>"] * 2
    values = {**form, **typed(district, submit="x")}
    first, second = (teacher.post(reverse(COMPOSE), values) for _press in range(2))
    assert first.url == second.url
    assert "on-its-way" in second.url
    assert UpdatePage.objects.count() == 2


def test_a_forms_number_opens_nobody_elses_draft(district: District, teacher: Client) -> None:
    walk = Walk.begin(district)
    form = form_of(teacher.get(address(district.classroom)))
    form |= {"begun-id": str(walk.page.translation_key), "lesson": "Other"}
    teacher.post(reverse(COMPOSE), form)
    assert UpdatePage.objects.count() == 2
    assert "number line" in walk.page.lesson[0].value.source


def test_questions_appear_again_when_the_page_is_reloaded(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="x", lesson="Call 406-555-0100.")
    values |= {"assignments-0-title": "", "assignments-0-due": ""}
    refused = compose(teacher, [district.classroom], values)
    [again] = tree(refused).xpath("//form/@data-composer-again")
    draft = UpdatePage.objects.get()
    assert again == f"{reverse('classroom_compose_draft', args=[draft.pk])}?look=again"
    assert said(teacher.get(again)) == said(refused)


def test_an_incomplete_row_says_what_is_missing(district: District, teacher: Client) -> None:
    values = typed(district, submit="x") | {"assignments-0-title": ""}
    assert "“Assignment”: Say what there is to do, or clear this assignment." in summary(
        compose(teacher, [district.classroom], values)
    )


def source() -> str:
    draft = UpdatePage.objects.get().get_latest_revision_as_object()
    return str(draft.lesson[0].value.source)


def test_a_link_gets_its_text_in_place(district: District, teacher: Client) -> None:
    html = '<p><a href="https://larkspur.example/list">Click here</a></p>'
    values = typed(district, submit="x", **{"lesson-html": html})
    response = compose(teacher, [district.classroom], values)
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Name this link"
    mark = button.get("value")
    edit = reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])
    named = {"repair": mark, f"repair-words-{mark}": "Spelling <list>,  week 3"}
    done = teacher.post(edit, {**form_of(response), **named})
    assert source() == (
        '<p><a href="https://larkspur.example/list">Spelling &lt;list&gt;, week 3</a></p>'
    )
    assert not tree(done).xpath("//button[@name='repair']")


@pytest.mark.parametrize(
    ("lines", "label", "done_words", "changed"),
    [
        (
            "Please bring:\n\n✓ red ink\n\n✓ thick paper",
            "Make these lines a list",
            "These lines are a list now.",
            "<p>Please bring:</p><ul><li>red ink</li><li>thick paper</li></ul>",
        ),
        (
            "<p>We read.</p><p><b>Homework for the week</b></p><p>Read page 12.</p>",
            "Make this line a heading",
            "This line is a heading now.",
            "<p>We read.</p><h2>Homework for the week</h2><p>Read page 12.</p>",
        ),
    ],
)
def test_one_button_repairs_lines_and_another_undoes_it(
    district: District, teacher: Client, lines: str, label: str, done_words: str, changed: str
) -> None:
    sent = {"lesson-html" if "<p>" in lines else "lesson": lines}
    response = compose(teacher, [district.classroom], typed(district, submit="x", **sent))
    first = source()
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == label
    edit = reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])
    done = teacher.post(edit, {**form_of(response), "repair": button.get("value")})
    assert source() == changed
    assert done_words in words(done)
    [text] = form_of(done)["lesson"]
    kept = teacher.post(edit, {**form_of(done), "undo": "last", "lesson": f"{text}\nMore."})
    assert "This part was changed since then" in words(kept)
    assert source() == f"{changed}<p>More.</p>"
    teacher.post(edit, {**form_of(kept), "lesson": text})
    fresh = {**form_of(teacher.get(edit)), "undo": "last", "undo-of": form_of(done)["undo-of"]}
    teacher.post(edit, {**fresh, "events-0-title": "Math night, with cocoa"})
    assert source() == first
    assert UpdatePage.objects.get().events[0].value["title"] == "Math night, with cocoa"


def test_an_undo_token_of_another_draft_is_refused(district: District, teacher: Client) -> None:
    walk = Walk.begin(district)
    edit = reverse("classroom_compose_draft", args=[walk.pk])
    form = form_of(teacher.get(edit))
    answer = teacher.post(edit, {**form, "undo": "last", "undo-of": "made up"})
    assert "This part was changed since then" in words(answer)
    assert form_of(answer)["lesson"] == form["lesson"]


def test_only_a_posting_day_that_it_fills_is_named(
    district: District, teacher: Client, clock: Clock
) -> None:
    first = compose(teacher, [district.classroom], typed(district, submit="x"))
    assert "It counts for the posting day" in words(teacher.get(first.url))
    shown = words(teacher.get(address(district.classroom)))
    late = (
        "Tuesday, November 24 already has its update. Another one by then counts for "
        "Tuesday, November 3, as late"
    )
    assert late in shown
    days = {"period_start": "12/8", "period_end": "12/10"}
    for hour in (9, 10):
        # The second update fills the day before, late; the third fills none.
        clock(f"2026-11-24 {hour:02}:00")
        form = typed(district, submit="x", **days)
        answer = compose(teacher, [district.classroom], form)
        days = {"period_start": "12/14", "period_end": "12/15"}
    done = words(teacher.get(answer.url))
    assert "It counts for" not in done
    assert "Math 3: Tuesday, November 24 has its update already, so this one is an extra" in done
    shown = words(teacher.get(address(district.classroom)))
    assert (
        "Tuesday, November 24 already has its update. Another one by then is an extra update"
        in shown
    )


def test_a_delayed_update_counts_for_the_day_that_was_shown(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="x", go_live_at="Friday 7am")
    answer = compose(teacher, [district.classroom], values)
    done = words(teacher.get(answer.url))
    assert "It counts for the posting day Tuesday, December 1 of Math 3." in done
    assert "Families are waiting" not in done
    again = words(teacher.get(address(district.classroom)))
    assert "November 24 has its update" not in again


def test_a_draft_that_was_never_submitted_is_not_on_its_way(
    district: District, teacher: Client
) -> None:
    walk = Walk.begin(district)
    answer: Any = teacher.get(reverse("classroom_compose_done", args=[walk.pk]))
    assert answer.url == reverse("classroom_compose_draft", args=[walk.pk])


def test_starting_from_the_last_update_prefers_a_posted_one_to_an_own_draft(
    district: District, teacher: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    Walk.begin(district, title="Begun", lesson=[("prose", "<p>Half a thought.</p>")])
    started: Any = teacher.post(reverse(COMPOSE), {"class": district.classroom.pk, "start": "last"})
    form = form_of(teacher.get(started.url))
    assert form["lesson"] == ["We place halves and quarters on a number line."]


def test_an_update_down_for_privacy_is_copied_to_no_other_class(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    compose(teacher, [district.classroom, section], typed(district))
    first, second = UpdatePage.objects.order_by("path")
    first.get_latest_revision().publish()
    take_down(pages=[UpdatePage.objects.get(pk=first.pk)], user=district.teacher, reason="privacy")
    edit = reverse("classroom_compose_draft", args=[first.pk])
    teacher.post(edit, {**form_of(teacher.get(edit)), "lesson": "A name of a child."})
    second.refresh_from_db()
    assert "name of a child" not in second.get_latest_revision_as_object().lesson[0].value.source
