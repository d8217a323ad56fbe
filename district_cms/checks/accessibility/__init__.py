"""The accessibility checks of the publish gate: WCAG 2.1 AA, as far as content alone decides it.

Pure: values and HTML go in, `Fault`s come out, each rule stands beside its check, with its words.
Precision comes before recall: what may be right is not called wrong. Of a page, the gate reads
the content only, so that a fault of our templates never stops a teacher.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..findings import Fault
from ..rules import Rule, register_rules
from . import (
    controls,
    documents,
    embeds,
    fields,
    headings,
    images,
    language,
    links,
    lists,
    page,
    parsing,
    recordings,
)
from .aria import markup as aria
from .dom import Document, Element
from .embeds import check_embed
from .headings import Outline, check_headings
from .images import check_picture
from .links import check_link_text
from .looks import contrast, style
from .names import Names
from .prose import fake_headings, laid_out, text
from .prose.fake_headings import begins_with_text, heading_left_open
from .tables import headers as tables
from .tables.headers import check_table

__all__ = [
    "RULES",
    "RULESET_VERSION",
    "Inspection",
    "Outline",
    "Rule",
    "check_embed",
    "check_headings",
    "check_html",
    "check_link_text",
    "check_picture",
    "check_table",
    "inspect_html",
]


RULESET_VERSION: Final = "2026-12-02"
"""Kept with findings as evidence of what was checked; a new day whenever a rule changes."""

_MOST_ERRORS: Final = 100
# In the order in which faults are told.
_SUBJECTS: Final = (
    *(images, links, headings, tables, embeds),
    *(
        lists,
        fake_headings,
        text,
        laid_out,
        language,
        recordings,
        contrast,
        style,
        controls,
        fields,
    ),
    *(aria, page),
)
# Rules that HTML alone does not ask.
_ELSEWHERE: Final = (parsing, documents)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.id: rule for subject in (*_SUBJECTS, *_ELSEWHERE) for rule in subject.RULES}
)
"""All accessibility rules by id."""

register_rules(RULES.values())


class Inspection(NamedTuple):
    """What reading a fragment once gives: its faults, its headings for `check_headings`, its tree
    for whoever else reads the same HTML (None if not all of it could be read), the fault that its
    last line would be if text followed it, and whether it begins with such text."""

    faults: list[Fault]
    outline: Outline
    tree: Element | None = None
    left_open: Fault | None = None
    begins_with_text: bool = False


def check_html(html: str, *, heading: str = "", language: str = "en") -> list[Fault]:
    """Return all faults of a fragment or document, in the order of the rules, then of the page.

    `heading` is the heading that the fragment stands under, if it lies outside: a link may learn
    from it where it goes. `language` is the one that the fragment is in unless it says another.
    Any string can be checked; one that is nested too deeply to be read gives the fault
    "markup-too-deep", beside what could be read, and one with too many elements
    "markup-too-large" and nothing else.
    """
    return inspect_html(html, heading=heading, language=language).faults


def inspect_html(html: str, *, heading: str = "", language: str = "en") -> Inspection:
    """As `check_html`, with the outline of the headings, so that nothing is read twice."""
    document = Document(html, heading, language)
    names = Names(document)
    found = [
        fault for subject in _SUBJECTS for fault in _first_errors(subject.check(document, names))
    ]
    if document.is_too_deep:
        found.append(Fault("markup-too-deep"))
    if document.is_too_large:
        found.append(Fault("markup-too-large"))
    tree = None if document.truncated else document.root
    outline = headings.outline(document, names)
    return Inspection(found, outline, tree, heading_left_open(document), begins_with_text(document))


def _first_errors(faults: Iterator[Fault]) -> Iterator[Fault]:
    """Yield the faults of a subject up to its hundredth error: nobody fixes more at a time."""
    errors = 0
    for fault in faults:
        yield fault
        errors += RULES[fault.rule].blocks
        if errors == _MOST_ERRORS:
            return
