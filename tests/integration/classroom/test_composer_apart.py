"""One class of several gets words of its own: pressed in the form, it is alone from then on."""

from typing import Any

import pytest
from django.test import Client

from classroom.models import ClassroomPage, UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_draft, update_content
from tests.integration.classroom.composing import (
    compose,
    form_of,
    tree,
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


def test_nobody_takes_a_class_out_that_the_form_does_not_write_for(
    district: District, teacher: Client, sections: list[ClassroomPage]
) -> None:
    saved = compose(teacher, [district.classroom, sections[0]], {"lesson-0": "One"})
    for key in (str(sections[1].pk), "x", ""):
        answer = press(teacher, saved.url, teacher.get(saved.url), apart=key)
        assert "Your draft is saved. Families do not see it yet." in answer.text
        assert classes_in(answer) == ["Math 3", "Math 3, Period 2"]


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
