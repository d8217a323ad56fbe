"""The composer's instructions mention only controls that it has: every rule at every place."""

import re
import uuid
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.rich_text import RichText

from classroom.composer.findings import LINES, Place, fix_of, place_of
from classroom.models import UpdatePage
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import RULES, Rule
from district_cms.publishing.content.fragments import fragments
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import make_draft
from tests.integration.classroom.composing import tree

pytestmark = pytest.mark.django_db

# Controls of the page editor. Instructions that name the page editor may mention them.
_OF_THE_EDITOR: Final = re.compile(
    r"toolbar|list button|below (?:this|the) text|\bblocks? “|Heading [1-6]\b"
    r"|[Mm]ake it a heading|This field does not keep|(?<!page )\beditor\b|Language of|upload button"
)
_QUOTED: Final = re.compile(r"“([^”]+)”")
# Quotations, which are no controls of a form of ours: text to write, and menus of office programs.
_EXAMPLE: Final = re.compile(
    r"such as “[^”]+”(?: or “[^”]+”)*|“(?:Save as PDF|Options|Document"
    r" structure tags for accessibility|PDF document \(\.pdf\)|Alt text|File|Info|Documents"
    r"|autoplay|refresh|user-scalable|maximum-scale|xml:lang|tabindex|headers|es|en|- |1\. )”",
    re.IGNORECASE,
)
_PARAMS: Final = re.compile(r"%\((\w+)\)s")
_ELSEWHERE: Final = {
    "page-empty": "is of pages with a body",
    "spanish-behind": "is of the office's own pages",
    "post-text-missing": "is of posts",
    "video-only-text": "is of a recording, which is a block of its own and never in a box",
}
_HERE: Final = frozenset(Place) - {Place.EDITOR}
_STREAMS: Final = ("lesson", "assignments", "curriculum", "events", "pictures")


def _pk() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def update(district: District) -> UpdatePage:
    """A draft with content in each place, each with a distinct word."""
    words = "<p>{} <b>is</b> here.</p>"
    page: UpdatePage = make_draft(district.classroom, title="Markertitle: the week")
    picture = {
        "image": make_picture(),
        "description": "Markerpicture, a wall.",
        "decorative": False,
        "caption": "Markercaption",
        "source": "staff",
        "people": "nobody",
        "release": False,
    }
    table = {
        "data": [["Day", "Page"], ["Monday", "Markercell"]],
        "table_caption": "Markertable",
        "table_header_choice": "row",
    }
    kept = '<p>Markerkept is <span lang="es">amable</span> today.</p>'
    values: dict[str, list[tuple[str, Any]]] = {
        "lesson": [
            ("prose", RichText(words.format("Markerprose"))),
            ("table", table),
            ("prose", RichText(kept)),
            ("picture", {**picture, "description": "Markerkeptpicture", "caption": ""}),
        ],
        "assignments": [
            (
                "assignment",
                {"title": "Markertask", "details": RichText(words.format("Markerdetails"))},
            ),
            (
                "assignment",
                {"title": "Second task", "details": RichText(kept.replace("kept", "keptdetails"))},
            ),
        ],
        "events": [("event", {"title": "Markerevent", "place": "Markerplace"})],
        "pictures": [("picture", picture)],
        "curriculum": [
            ("page", {"page": district.curriculum, "note": "Markernote"}),
            ("link", {"url": "https://curriculum.example/a", "text": "Markerlink"}),
        ],
    }
    for name in _STREAMS:
        block = getattr(page, name).stream_block
        raw = [
            {
                "type": kind,
                "id": _pk(),
                "value": block.child_blocks[kind].get_prep_value(
                    block.child_blocks[kind].normalize(value)
                ),
            }
            for kind, value in values[name]
        ]
        setattr(page, name, block.to_python(raw))
    page.assessments = words.format("Markertests")
    page.nothing_reason = "Markernothing"
    page.lesson_none_reason = "Markerbecause"
    page.save_revision()
    return page


def _shown(client: Client, page: UpdatePage) -> str:
    """Returns the text of the composer's screen and the values of its fields."""
    form = tree(client.get(reverse("classroom_compose_draft", args=[page.pk])))
    values = [*form.xpath("//textarea/text()"), *form.xpath("//input/@value")]
    return " ".join([form.text_content(), *values])


def _finding(rule: Rule, field: str | None, path: Any = (), controls: Any = None) -> Finding:
    named = set(_PARAMS.findall(rule.message + rule.why + rule.fix + rule.fix_without))
    languages = {"detected": "es", "declared": "en", "wanted": "3"}
    params = tuple((name, languages.get(name, "x")) for name in sorted(named - {"excerpt"}))
    return describe(Fault(rule.id, "x", params=params), field, path, controls=controls)


def _places(page: UpdatePage) -> Iterator[tuple[str | None, Any, Any]]:
    """Yields every place that a finding can have: the checked content, each field, the whole."""
    for piece in fragments(page):
        yield piece.field, piece.path, piece.controls
    for name in (None, *_STREAMS, *sorted(LINES)):
        yield name, (), frozenset()


def test_instructions_mention_no_control_that_the_composer_lacks(
    district: District, client: Client, update: UpdatePage
) -> None:
    client.force_login(district.teacher)
    screen = _shown(client, update)
    wrong = set()
    asked = 0
    for field, path, controls in _places(update):
        for rule in RULES.values():
            if rule.id in _ELSEWHERE and place_of(update, _finding(rule, field, path)) in _HERE:
                continue
            finding = _finding(rule, field, path, controls)
            told = str(fix_of(update, finding))
            asked += 1
            if "page editor" in told:
                continue  # mentioned as such, with a link
            labels = _QUOTED.findall(_EXAMPLE.sub("“", told)) if "such as" not in told else []
            lacking = [label for label in labels if label.strip(" .") not in screen]
            if _OF_THE_EDITOR.search(told) or lacking:
                wrong.add((rule.id, place_of(update, finding).name, told))
    assert asked > 20 * len(RULES)
    assert RULES.keys() >= _ELSEWHERE.keys()
    assert not wrong, "\n".join(map(str, sorted(wrong)))


def test_every_entry_of_lines_is_a_field_of_an_update() -> None:
    fields = {field.name for field in UpdatePage._meta.get_fields()}
    assert not LINES - fields
