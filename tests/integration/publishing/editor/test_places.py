"""From a finding's path to a place in the editor, and from a half-typed form to a page."""

from typing import Any

import pytest
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.publishing.editor.live_check import Place, check_response, place_of, readable


class Link(blocks.StructBlock):
    url = blocks.URLBlock(label="Address")
    day = blocks.DateBlock(label="Day")
    text = blocks.CharBlock(max_length=10, label="Words")


class Card(blocks.StructBlock):
    links = blocks.ListBlock(Link(label="Link"), label="Links")


class Body(blocks.StreamBlock):
    link = Link(label="Link")
    card = Card(label="Card")
    words = blocks.CharBlock(label="Sentence")


BODY = Body()


class APage:
    body: Any = StreamValue(
        BODY,
        [
            {"type": "words", "value": "Hello", "id": "a"},
            {
                "type": "card",
                "id": "b",
                "value": {
                    "links": [
                        {"type": "item", "id": "c", "value": {"url": "", "text": "One"}},
                        {"type": "item", "id": "d", "value": {"url": "", "text": "Two"}},
                    ]
                },
            },
        ],
        is_lazy=True,
    )
    body_without_ids: Any = StreamValue(BODY, [("words", "Hello"), ("words", "again")])
    title = "A title"


@pytest.mark.parametrize(
    ("field", "path", "place"),
    [
        (None, (), Place()),
        ("title", (), Place("title", "", "Label")),
        ("nothing", (0, "x"), Place("nothing", "", "Label")),
        ("body", (), Place("body", "", "Label")),
        ("body", (0,), Place("body.a", "a", "Label – Sentence")),
        ("body", (1, "links"), Place("body.b.links", "b", "Label – Card – Links")),
        (
            "body",
            (1, "links", 1, "text"),
            Place("body.b.links.d.text", "d", "Label – Card – Links – Link – Words"),
        ),
        ("body_without_ids", (1,), Place("body_without_ids.#1", "", "Label – Sentence")),
        # Out of what the editor shows: what holds it.
        ("body", (7,), Place("body", "", "Label")),
        ("body", (0, "cell"), Place("body.a", "a", "Label – Sentence")),
        ("body", (1, "links", 9), Place("body.b.links", "b", "Label – Card – Links")),
    ],
)
def test_a_path_leads_to_its_place(
    field: str | None, path: tuple[str | int, ...], place: Place
) -> None:
    assert place_of(APage(), field, path, "Label") == place


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("blocks_it", "raised", "excepted", "severity"),
    [
        (True, False, False, "error"),
        (True, True, False, "error"),  # advice that the office has raised
        (False, False, False, "warning"),
        (False, False, True, "warning"),  # excepted for now by an administrator
    ],
)
def test_blocking_findings_are_errors_and_district_choices_are_marked(
    blocks_it: bool, raised: bool, excepted: bool, severity: str
) -> None:
    finding = Finding("caps-block", "Words", blocks=blocks_it, raised=raised, excepted=excepted)
    [told] = check_response(APage(), [finding], {}, {})["findings"]
    assert told["severity"] == severity
    assert (told["raised"], told["excepted"]) == (raised, excepted)


def test_valid_content_is_read_unchanged() -> None:
    value = StreamValue(BODY, [("words", "Hello", "a")])
    [child] = readable(BODY, value)
    assert (child.value, child.id) == ("Hello", "a")


def test_a_part_that_is_refused_takes_no_neighbor_with_it() -> None:
    card = BODY.child_blocks["card"]
    links = card.child_blocks["links"]
    typed = {"url": "htp:/", "day": "tomorrow", "text": "much longer than allowed"}
    items = [
        ListValue.ListChild(links.child_block, typed, id="c"),
        ListValue.ListChild(links.child_block, {**typed, "text": "short"}, id="d"),
    ]
    cards = card.meta.value_class(card, [("links", ListValue(links, bound_blocks=items))])
    value = StreamValue(BODY, [("words", "Hello", "a"), ("card", cards, "b")])

    words, read = readable(BODY, value)

    assert (words.value, words.id) == ("Hello", "a")
    assert [child.id for child in read.value["links"].bound_blocks] == ["c", "d"]
    # What holds words keeps them; a date that is none is not there.
    assert [dict(each) for each in read.value["links"]] == [
        {"url": "htp:/", "day": None, "text": "much longer than allowed"},
        {"url": "htp:/", "day": None, "text": "short"},
    ]
