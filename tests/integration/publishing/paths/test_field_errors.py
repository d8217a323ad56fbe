"""A refusal stands where the fault is: at the field, in a StreamField at the block and its part."""

import re
from html import unescape

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.blocks import StreamBlockValidationError

from district_cms.checks.findings import Finding
from district_cms.publishing.refusals import errors_by_field, field_error
from tests.factories.editor import update_form
from tests.integration.publishing.paths.routes import PUBLISH, edit, error_of, refused
from tests.integration.publishing.paths.world import (
    MISSING,
    PRIVATE,
    UNSEEN,
    World,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_a_number_in_the_details_of_an_assignment_is_marked_there(world: World) -> None:
    error = error_of(refused(world, world.bad(PRIVATE)).context["form"], "assignments")

    assert isinstance(error, StreamBlockValidationError)
    assert list(error.block_errors) == [0]
    assert list(error.block_errors[0].block_errors) == ["details"]
    [text] = error.block_errors[0].block_errors["details"].messages
    assert PRIVATE.says in text


def test_a_number_in_a_block_of_text_is_marked_at_the_block(world: World) -> None:
    lesson = [("prose", "<p>Fractions.</p>"), ("prose", "<p>Bring student ID 204981.</p>")]

    error = error_of(refused(world, world.good(lesson=lesson)).context["form"], "lesson")

    assert isinstance(error, StreamBlockValidationError)
    assert list(error.block_errors) == [1]
    assert type(error.block_errors[1]) is ValidationError


def test_a_missing_part_is_marked_at_the_whole_field(world: World) -> None:
    error = error_of(refused(world, world.bad(MISSING)).context["form"], "assignments")

    assert isinstance(error, StreamBlockValidationError)
    assert not error.block_errors
    [text] = error.non_block_errors
    assert MISSING.says in text


def test_a_dead_link_to_the_curriculum_is_marked_at_the_page_that_was_chosen(world: World) -> None:
    world.district.curriculum.unpublish()

    error = error_of(refused(world, world.good()).context["form"], "curriculum")

    assert list(error.block_errors[0].block_errors) == ["page"]


def test_a_number_in_the_title_is_marked_at_the_title(world: World) -> None:
    form = refused(world, world.good(title="For student ID 204981")).context["form"]

    assert list(form.errors) == ["title"]
    assert type(error_of(form, "title")) is ValidationError


def test_the_page_that_comes_back_shows_each_sentence_once(world: World) -> None:
    response = refused(world, world.bad(UNSEEN))

    # Wagtail's own checker has the words of every rule in a script, whatever it finds.
    shown = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    assert unescape(shown).count(UNSEEN.says) == 1


def test_a_field_that_the_form_itself_refused_is_not_judged_by_its_old_value(
    world: World,
) -> None:
    page = world.draft(world.bad(PRIVATE))
    typed = update_form(world.good(), **PUBLISH) | {"assignments-0-value-due": "soon"}

    response = signed_in(world.district.principal).post(edit(page), typed)

    error = error_of(response.context["form"], "assignments")
    assert list(error.block_errors[0].block_errors) == ["due"]
    assert PRIVATE.says not in response.content.decode()


def test_a_finding_without_a_form_field_is_shown_for_the_whole_page() -> None:
    finding = Finding(rule="x", message="What.", why="Why.", fix="Do.", basis="Contents: must")

    assert errors_by_field([finding]) == {NON_FIELD_ERRORS: ["What. Why. Do. (Contents: must)"]}


@pytest.mark.parametrize(
    "path", [(7,), ("description",), ()], ids=["no such block", "no index", "no path"]
)
def test_a_finding_without_a_place_is_shown_at_the_whole_field(
    path: tuple[int | str, ...], world: World
) -> None:
    lesson = world.draft(world.good()).lesson

    error = field_error(lesson, [Finding(rule="x", message="What.", field="lesson", path=path)])

    assert not error.block_errors
    assert list(error.non_block_errors) == ["What."]


def test_a_finding_for_a_missing_child_is_shown_at_the_block(
    world: World,
) -> None:
    assignments = world.draft(world.good()).assignments
    finding = Finding(rule="x", message="What.", field="assignments", path=(0, "color"))

    error = field_error(assignments, [finding])

    assert not error.block_errors[0].block_errors
    assert list(error.block_errors[0].non_block_errors) == ["What."]


def test_two_findings_of_one_field_are_numbered() -> None:
    findings = [
        Finding(rule=rule, message=f"{rule} stands here.", why="", fix="Remove it.", field="intro")
        for rule in ("A number", "A grade")
    ]
    assert field_error("text", findings).messages == [
        "1. A number stands here. Remove it.",
        "2. A grade stands here. Remove it.",
    ]
    assert field_error("text", findings[:1]).messages == ["A number stands here. Remove it."]
