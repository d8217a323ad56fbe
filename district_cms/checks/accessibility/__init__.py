"""The accessibility checks of the publish gate: WCAG 2.1 AA, as far as content alone decides it.

Pure: takes values and HTML, returns `Fault`s. Each rule stands beside its check, with its
sentences. Precision comes before recall: what may be right is not reported. The gate reads only a
page's content, so that a fault of our templates never blocks a teacher.
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
"""Stored with findings as evidence of what was checked; a new day whenever a rule changes."""

_MOST_ERRORS: Final = 100
# In the order in which faults are listed.
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
# Rules that `check_html` does not apply to HTML.
_ELSEWHERE: Final = (parsing, documents)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.id: rule for subject in (*_SUBJECTS, *_ELSEWHERE) for rule in subject.RULES}
)
"""All accessibility rules by id."""

register_rules(RULES.values())


class Inspection(NamedTuple):
    """The result of reading a fragment once. `outline` is for `check_headings`. `tree` is for other
    checks of the same HTML, None if the HTML was cut off. `left_open` is the fault that the last
    line would be if text followed it; `begins_with_text` is True if the fragment begins with such
    text."""

    faults: list[Fault]
    outline: Outline
    tree: Element | None = None
    left_open: Fault | None = None
    begins_with_text: bool = False


def check_html(html: str, *, heading: str = "", language: str = "en") -> list[Fault]:
    """Returns all faults of a fragment or document, in the order of the rules, then of the page.

    `heading` is the heading above the fragment, if it lies outside: it may say where a link goes.
    `language` is the fragment's language unless its markup says another. Accepts any string. HTML
    that is nested too deeply gives the fault "markup-too-deep" beside the faults of the part that
    was read; HTML with too many elements gives "markup-too-large" and nothing else.
    """
    return inspect_html(html, heading=heading, language=language).faults


def inspect_html(html: str, *, heading: str = "", language: str = "en") -> Inspection:
    """Like `check_html`, with everything that other checks need, so that the HTML is read once."""
    document = Document(html, heading, language)
    names = Names(document)
    faults = [
        fault for subject in _SUBJECTS for fault in _first_errors(subject.check(document, names))
    ]
    if document.is_too_deep:
        faults.append(Fault("markup-too-deep"))
    if document.is_too_large:
        faults.append(Fault("markup-too-large"))
    tree = None if document.truncated else document.root
    outline = headings.outline(document, names)
    return Inspection(
        faults, outline, tree, heading_left_open(document), begins_with_text(document)
    )


def _first_errors(faults: Iterator[Fault]) -> Iterator[Fault]:
    """Yields the faults of a subject up to its hundredth error: nobody fixes more at a time."""
    errors = 0
    for fault in faults:
        yield fault
        errors += RULES[fault.rule].blocks
        if errors == _MOST_ERRORS:
            return
