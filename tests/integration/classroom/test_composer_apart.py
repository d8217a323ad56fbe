"""One class of several gets words of its own: pressed in the form, it is alone from then on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from classroom.composer.writing_over import SHARED
from classroom.models import ClassroomPage, UpdatePage
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom, make_draft, update_content
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
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


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


def button_of(response: Any, classroom: ClassroomPage) -> dict[str, str]:
    """What the button "Different for this class" in the line of this class sends."""
    name = f"Different for this class: Math 3, {classroom.section}"
    [button] = [
        each
        for each in tree(response).xpath("//button[@form='composer'][@name='apart']")
        if " ".join(each.text_content().split()) == name
    ]
    return {button.get("name"): button.get("value")}


def classes_in(response: Any) -> list[str]:
    return [each.text_content() for each in tree(response).xpath("//section//li/strong")]


def lessons() -> list[str]:
    pages = UpdatePage.objects.order_by("path")
    return [page.get_latest_revision_as_object().lesson[0].value.source for page in pages]


def press(client: Client, at: str, response: Any, **more: Any) -> Any:
    return client.post(at, {**form_of(response), **more}, follow=True)


def test_a_class_is_taken_out_of_an_empty_form_and_written_for_alone(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    classes = [district.classroom, *sections]
    form = teacher.get(address(*classes))
    alone = press(
        teacher, reverse(COMPOSE), form, **{"lesson-0": "For all"}, **button_of(form, sections[1])
    )
    first, _second, own = UpdatePage.objects.order_by("path")
    assert alone.redirect_chain[-1][0] == reverse("classroom_compose_draft", args=[own.pk])
    assert "This is the draft for Math 3, Period 3 alone now." in alone.text
    assert classes_in(alone) == ["Math 3, Period 3"]
    assert lessons() == ["<p>For all</p>"] * 3

    press(teacher, alone.redirect_chain[-1][0], alone, **{"lesson-0": "For Period 3"})
    edit = reverse("classroom_compose_draft", args=[first.pk])
    shared = teacher.get(edit)
    assert classes_in(shared) == ["Math 3", "Math 3, Period 2"]
    assert "Math 3, Period 3 has words of its own, and stays as it is:" in shared.text
    done = press(teacher, edit, shared, **typed(district, submit="principal"))
    assert "What happens next" in done.text, said(done)
    states = {page.pk: page.workflow_in_progress for page in UpdatePage.objects.all()}
    assert (states[first.pk], states[own.pk]) == (True, False)
    assert lessons()[2] == "<p>For Period 3</p>"
    # Its draft is not forgotten.
    [link] = tree(done).xpath("//h2[.='Still a draft']/following-sibling::ul[1]//a")
    assert link.get("href") == reverse("classroom_compose_draft", args=[own.pk])
    assert link.text_content() == "Math 3, Period 3: go on with “Update for November 24”"


def test_it_follows_no_more_even_before_a_word_of_it_is_changed(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    classes = [district.classroom, *sections]
    saved = compose(teacher, classes, {"lesson-0": "One"})
    for classroom in sections:
        shared = teacher.get(saved.url)
        press(teacher, saved.url, shared, **button_of(shared, classroom))
    first = teacher.get(saved.url)
    assert classes_in(first) == ["Math 3"]
    assert not tree(first).xpath("//button[@name='apart']")
    # Saved by itself and by the button: the others stay as they were, and are two of their own.
    seen = {**form_of(first), "lesson-0": "Two"}
    assert teacher.post(saved.url, seen, headers=JSON).status_code == 200
    assert lessons() == ["<p>Two</p>", "<p>One</p>", "<p>One</p>"]
    own = UpdatePage.objects.order_by("path")[1]
    edit = reverse("classroom_compose_draft", args=[own.pk])
    for text in ("Three", "Four"):
        answer = teacher.get(edit)
        own_form = {**form_of(answer), "lesson-0": text}
        own_form["overwrite_revision_id"] = own_form["loaded_revision_id"]
        teacher.post(edit, own_form, headers=JSON)
    assert lessons() == ["<p>Two</p>", "<p>Four</p>", "<p>One</p>"]
    # Back to the same words it is still on its own: neither way of saving forgets it.
    press(teacher, edit, teacher.get(edit), **{"lesson-0": "Two"})
    assert classes_in(teacher.get(edit)) == ["Math 3, Period 2"]


def test_it_stays_apart_when_its_draft_is_saved_in_the_page_editor_with_the_same_words(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    saved = compose(teacher, [district.classroom, sections[0]], {"lesson-0": "One"})
    began = UpdatePage.objects.order_by("path")[1].latest_revision
    shared = teacher.get(saved.url)
    alone = press(teacher, saved.url, shared, **button_of(shared, sections[0]))
    first, own = UpdatePage.objects.order_by("path")
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert teacher.post(edit, update_form(update_content(district.curriculum))).url == edit
    kept = UpdatePage.objects.get(pk=own.pk).latest_revision.content
    # The editor names each text: so that the two are the same to the letter.
    Revision.objects.filter(pk=first.latest_revision_id).update(
        content=first.latest_revision.content | {name: kept[name] for name in SHARED}
    )

    at = alone.redirect_chain[-1][0]
    assert classes_in(teacher.get(at)) == ["Math 3, Period 2"]
    assert classes_in(teacher.get(saved.url)) == ["Math 3"]
    press(teacher, saved.url, teacher.get(saved.url), **{"lesson-0": "Two"})
    assert lessons()[0] == "<p>Two</p>" != lessons()[1]
    # Nor does an earlier version of it, from when the classes were together, take it back.
    back = began.as_object()
    back.save()
    back.save_revision(previous_revision=began)
    assert UpdatePage.objects.get(pk=own.pk).stands_apart


def test_nobody_takes_a_class_out_that_the_form_does_not_write_for(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    saved = compose(teacher, [district.classroom, sections[0]], {"lesson-0": "One"})
    for key in (str(sections[1].pk), "x", ""):
        answer = press(teacher, saved.url, teacher.get(saved.url), apart=key)
        assert "Your draft is saved. Families do not see it yet." in answer.text
        assert classes_in(answer) == ["Math 3", "Math 3, Period 2"]


def test_one_class_alone_is_not_offered_to_be_different(
    district: District, teacher: Client
) -> None:
    assert "Different for this class" not in teacher.get(address(district.classroom)).text


def test_a_class_with_words_of_its_own_follows_again_when_it_is_told_to(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    saved = compose(teacher, [district.classroom, *sections], {"lesson-0": "For all"})
    shared = teacher.get(saved.url)
    alone = press(teacher, saved.url, shared, **button_of(shared, sections[0]))
    at = alone.redirect_chain[-1][0]
    press(teacher, at, alone, **{"lesson-0": "For Period 2"})
    assert lessons() == ["<p>For all</p>", "<p>For Period 2</p>", "<p>For all</p>"]

    shared = teacher.get(saved.url)
    [button] = tree(shared).xpath("//button[@form='composer'][@name='together']")
    assert "Same words as here: Math 3, Period 2" in " ".join(button.text_content().split())
    again = press(
        teacher,
        saved.url,
        shared,
        **{"lesson-0": "For all of them", "together": button.get("value")},
    )
    assert "Math 3, Period 2 has the same words again." in again.text
    assert classes_in(again) == ["Math 3", "Math 3, Period 2", "Math 3, Period 3"]
    assert lessons() == ["<p>For all of them</p>"] * 3
    # What it said by itself is in its history, and it follows what comes.
    own = UpdatePage.objects.order_by("path")[1]
    assert any("For Period 2" in str(each.content["lesson"]) for each in own.revisions.all())
    press(teacher, saved.url, again, **{"lesson-0": "And on"})
    assert lessons() == ["<p>And on</p>"] * 3


def test_nobody_gives_words_to_the_draft_of_a_class_that_is_not_theirs(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    saved = compose(teacher, [district.classroom, sections[0]], {"lesson-0": "One"})
    other = make_draft(sections[1], **update_content(district.curriculum))
    before = UpdatePage.objects.get(pk=other.pk).latest_revision_id
    press(teacher, saved.url, teacher.get(saved.url), together=str(other.pk))
    assert UpdatePage.objects.get(pk=other.pk).latest_revision_id == before
