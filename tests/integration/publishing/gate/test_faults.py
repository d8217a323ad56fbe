"""Which rules read which piece of content, and where their findings stand."""

from typing import Any

import pytest

from classroom.models import UpdatePage
from district_cms.media.models import DistrictDocument
from district_cms.publishing.content.fragments import Fragment
from tests.integration.publishing.gate.questions import picture
from tests.integration.publishing.paths.world import World

pytestmark = pytest.mark.django_db

SHOUTED = "PLEASE BRING THE SIGNED FORM AND A WARM COAT FOR THE TRIP ON FRIDAY MORNING"


def found(world: World, **content: Any) -> list[tuple[str, str | None, tuple[int | str, ...]]]:
    page = UpdatePage(**world.good(**content))
    return [(f.rule, f.field, f.path) for f in page.publish_findings()]


def test_a_generic_title_is_reported_at_the_title(world: World) -> None:
    [(rule, field, path)] = found(world, title="Untitled")

    assert (rule, field, path) == ("page-title-generic", "title", ())


def test_the_same_word_elsewhere_is_not_a_title(world: World) -> None:
    assert found(world, seo_title="Untitled") == []


def test_a_passage_in_capitals_is_asked_about_in_a_caption_as_in_the_text(world: World) -> None:
    kind, value = picture(world, "Number lines on the wall")

    in_caption = found(world, lesson=[(kind, {**value, "caption": SHOUTED})])
    in_text = found(world, lesson=[("prose", f"<p>{SHOUTED}</p>")])

    assert in_caption == [("caps-block", "lesson", (0, "caption"))]
    assert in_text == [("caps-block", "lesson", (0,))]


def test_the_name_of_a_file_is_nobodys_sentence(world: World) -> None:
    document = DistrictDocument(title=SHOUTED, file="documents/x.txt")

    rules = [rule for rule, _field, _path in found(world, lesson=[
        ("prose", "<p>The form is here.</p>"),
        ("document", {"document": document, "text": "Form for the trip"}),
    ])]  # fmt: skip

    assert "caps-block" not in rules


def test_a_finding_names_its_criteria_and_its_place_in_the_markup(world: World) -> None:
    page = UpdatePage(**world.good(lesson=[("prose", "<p>One.</p><h2></h2>")]))

    [finding] = page.publish_findings()

    assert (finding.rule, finding.wcag) == ("heading-empty", "1.3.1")
    assert finding.selector
    assert len(finding.mark) == 32


def test_a_skipped_level_between_blocks_is_shown_at_the_block_of_the_heading(world: World) -> None:
    lesson = [("prose", "<h2>Number lines</h2><p>One.</p>"), ("prose", "<h4>Pegs</h4><p>Two.</p>")]

    assert found(world, lesson=lesson) == [("heading-skip", "lesson", (1,))]


def test_a_skip_is_another_one_when_the_heading_before_it_changes(world: World) -> None:
    def skip(before: str) -> str:
        lesson = [("prose", f"<{before}>A</{before}><p>x</p>"), ("prose", "<h6>B</h6><p>y</p>")]
        page = UpdatePage(**world.good(lesson=lesson))
        return next(f.fingerprint for f in page.publish_findings() if f.path == (1,))

    assert skip("h2") != skip("h3")
    assert skip("h2") == skip("h2")


@pytest.mark.parametrize("one, other, same", [
    (Fragment("text", "a", "x"), Fragment("text", "a", "y", (3,)), True),
    (Fragment("text", "a", "x"), Fragment("text", "b", "x"), False),
    (Fragment("text", "a", "x"), Fragment("html", "a", "x"), False),
    (Fragment("html", "a", "x", heading="One"), Fragment("html", "a", "x"), False),
    (Fragment("table", {"data": [["1"]]}, "x"), Fragment("table", {"data": [["1"]]}, "x"), True),
    (Fragment("table", {"data": [["1"]]}, "x"), Fragment("table", {"data": [["2"]]}, "x"), False),
    (Fragment("text", "\ud800", "x"), Fragment("text", "\ud801", "x"), False),
])  # fmt: skip
def test_a_mark_is_of_the_content_and_not_of_its_place(
    one: Fragment, other: Fragment, same: bool
) -> None:
    assert (one.mark == other.mark) is same
