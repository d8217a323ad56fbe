"""What to do about a finding names only what the editor of that field has."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField

from classroom.models import UpdatePage
from district_cms.checks.accessibility import RULES, images
from district_cms.checks.accessibility.page import RULES as OF_DOCUMENTS
from district_cms.checks.accessibility.tables import headers
from district_cms.checks.rules import Control, Rule
from district_cms.publishing.content.fragments import Fragment, fragments
from tests.integration.publishing.paths.world import World
from tests.unit.checks.accessibility.test_every_rule_speaks import OF_BLOCKS as ONLY_BLOCKS

pytestmark = pytest.mark.django_db

# How a fix speaks of each control.
NAMED: dict[Control, re.Pattern[str]] = {
    control: re.compile(words, re.IGNORECASE)
    for control, words in (
        ("heading", r"“heading \d”|make it a heading|type the heading"),
        ("list", r"list button|“(?:bulleted|numbered) list”"),
        ("bold", r"use bold"),
        ("language", r"“language”|choose the language"),
        ("picture", r"“decorative”|^describe what|^say what (?:the pic|or)|^keep what"),
        ("table", r"row or column|^fill it in|short title"),
        ("embed", r"such as “video"),
        ("block for recordings", r"the block “"),
        (
            "markup",
            (
                r"tabindex|the mark,|autoplay off|“headers”|stay still|caption file|the colors?, or"
                r"|^align|^give it (?:a title(?! in)|words|a label)|side by side|^start its name"
                r"|^give each one|it is for, or|next to the recording|where the link leads"
            ),
        ),
    )
}
# Words that authors write themselves, in fields without buttons.
OF_TEXTS = ("list-fake", "caps-block", "color-only", "sensory-words")
# A whole document is no field.
ELSEWHERE = {"img-decorative-described", *ONLY_BLOCKS, *(rule.id for rule in OF_DOCUMENTS)}
OF_BLOCKS = {
    "picture": [*images.RULES, RULES["animated-gif"]],
    "table": [rule for rule in headers.RULES if rule.needs != "markup"],
    "embed": [
        RULES[rule] for rule in ("iframe-title", "iframe-title-generic", "autoplay-stoppable")
    ],
}
OF_HTML = [rule for rule in RULES.values() if rule.id not in ELSEWHERE]

ROOMS = ("classroom", "district_cms", "notifications", "signatures")
WRITTEN: list[type[Model]] = [m for m in apps.get_models() if m.__module__.startswith(ROOMS)]


def filled(block: Any) -> Any:
    """A value with words in every text of a block, as it is stored."""
    if isinstance(block, blocks.StreamBlock):
        return [{"type": name, "value": filled(one)} for name, one in block.child_blocks.items()]
    if isinstance(block, blocks.StructBlock):
        return {name: filled(one) for name, one in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [{"type": "item", "value": filled(block.child_block)}]
    if isinstance(block, blocks.RichTextBlock):
        return "<p>Words</p>"
    if isinstance(block, TableBlock):
        return {"data": [["Group", "Monday"], ["Otters", "List 3"]]}
    return "Words" if isinstance(block, blocks.CharBlock | blocks.TextBlock) else None


def pieces(kind: str) -> Iterator[tuple[str, Fragment]]:
    """Yield every place of that kind where someone writes in the editor, under its name."""
    for model in WRITTEN:
        subject = model()
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                setattr(
                    subject, field.name, field.stream_block.to_python(filled(field.stream_block))
                )
            elif isinstance(field, RichTextField):
                setattr(subject, field.name, "<p>Words</p>")
        for piece in fragments(subject):
            if piece.kind == kind:
                yield f"{model._meta.label}.{piece.field}{list(piece.path)}", piece


def named(fix: str) -> set[Control]:
    return {control for control, words in NAMED.items() if words.search(fix)}


def lacking(rules: list[Rule], piece: Fragment) -> Iterator[str]:
    for rule in rules:
        fix = rule.fix_with(piece.controls)
        if not named(fix) <= piece.controls:
            yield f"{rule.id}: {fix}"


def test_in_every_rich_text_a_fix_names_only_its_buttons() -> None:
    found = dict(pieces("html"))
    assert len(found) >= 15
    assert {name: list(said) for name, p in found.items() if (said := [*lacking(OF_HTML, p)])} == {}


def test_in_every_plain_text_a_fix_names_no_button() -> None:
    found = dict(pieces("text"))
    rules = [RULES[rule] for rule in OF_TEXTS]
    assert len(found) >= 15
    named_there = {name: [*lacking(rules, p)] for name, p in found.items()}
    assert {name: said for name, said in named_there.items() if said} == {}


@pytest.mark.parametrize("kind", OF_BLOCKS)
def test_in_every_block_a_fix_names_only_its_fields_and_what_can_be_added(kind: str) -> None:
    found = dict(pieces(kind))
    assert found
    rules = OF_BLOCKS[kind]
    assert {name: list(said) for name, p in found.items() if (said := [*lacking(rules, p)])} == {}


def test_headings_are_offered_in_the_text_of_a_page_and_nowhere_else() -> None:
    offering = {name for name, piece in pieces("html") if "heading" in piece.controls}
    assert "classroom.UpdatePage.lesson[0]" in offering
    texts = (".lesson[0]", ".further[0, 'text']", ".body[0]", ".body_es[0]")
    assert all(name.endswith(texts) for name in offering)
    assert all({"list", "bold"} <= piece.controls for _name, piece in pieces("html"))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_that_needs_a_control_says_what_to_do_without_it(rule: Rule) -> None:
    assert rule.needs is None or rule.needs not in named(rule.fix_without)
    assert rule.fix_with(None) == rule.fix
    assert rule.fix_with(frozenset()) == (rule.fix_without if rule.needs else rule.fix)


def test_the_fix_for_a_bold_line_depends_on_its_place(world: World) -> None:
    bold = "<p><b>Practice</b></p><p>Page 12.</p>"
    assignment = ("assignment", {"title": "Number lines", "details": bold})
    page = UpdatePage(**world.good(lesson=[("prose", bold)], assignments=[assignment]))

    told = {f.field: str(f.fix) for f in page.publish_findings() if f.rule == "heading-fake"}

    assert "choose “Heading 2” or “Heading 3” in the toolbar" in told["lesson"]
    assert "You cannot use headings in this field" in told["assignments"]
