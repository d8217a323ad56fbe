"""The checks that the gate runs over the content of every page, and of objects that have no page.

Each fragment is asked once for accessibility and once for student privacy, and each of these is
guarded for itself: where one breaks off, the others are asked all the same. One query for all
internal links of the page, one for all its files; the rest is reading what is in memory.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from django.utils import timezone
from wagtail.models import Page

from district_cms.checks.accessibility.images import same_descriptions
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.privacy import (
    MAY_BE_OF_STAFF,
    STUDENT_NUMBER_PATTERNS,
    PrivacyRules,
)
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

from ..models import ProcedureSettings
from .accounts import account_faults
from .crashes import check_failed
from .documents import document_findings
from .faults import (
    Placed,
    accessibility_faults,
    heading_faults,
    heading_left_open,
    privacy_faults,
)
from .fragments import Fragment, Path, fragments
from .many import once
from .staff import staff_names
from .statements import RULES as STATEMENT_RULES
from .statements import statement_findings

_PAGE_LINK: Final = re.compile(r'<a[^>]*\blinktype="page"[^>]*>', re.IGNORECASE)
_ID: Final = re.compile(r'\bid="(\d+)"')

RULES: Final[tuple[Rule, ...]] = (
    # No clause asks for it: a kindness to readers, so it never blocks.
    Rule(
        "link-dead",
        "",
        "warning",
        _("A link leads to a page that is gone, or not live yet."),
        _("Families who follow it would find nothing."),
        _("Link to another page, or publish that one first."),
        clause="website-anchor",
    ),
    *STATEMENT_RULES,
)

ACCESSIBILITY_CHECK: Final = "accessibility"
PRIVACY_CHECK: Final = "student-privacy"


def content_findings(subject: Any, rules: PrivacyRules | None = None) -> Iterator[Finding]:
    """What the accessibility and privacy rules say of the content of a page or an object.

    `rules` are those of today, for whoever asks about many.
    """
    rules = rules or privacy_rules()
    pieces = list(fragments(subject))
    privacy = _Privacy(rules)
    for piece in pieces:
        yield from _guarded(subject, piece, ACCESSIBILITY_CHECK, accessibility_faults)
        yield from _guarded(subject, piece, PRIVACY_CHECK, privacy.faults_of)
    prose = [piece for piece in pieces if piece.kind == "html"]
    translated = getattr(subject, "languages", {})
    # Nobody reads both: each has its own order of headings.
    yield from _heading_order([piece for piece in prose if piece.field not in translated])
    yield from _heading_order([piece for piece in prose if piece.field in translated])
    yield from _headings_left_open(pieces)
    yield from _same_descriptions([piece for piece in pieces if piece.kind == "picture"])
    for piece, fault in account_faults(subject, pieces):
        yield _described(fault, piece)
    yield from _dead_links(prose)
    yield from document_findings(pieces, rules)
    yield from statement_findings(subject, pieces)


def privacy_rules() -> PrivacyRules:
    """What is looked for today in this district. One query."""
    patterns = once("procedure settings", ProcedureSettings.load).patterns
    return PrivacyRules(
        today=timezone.localdate(), student_numbers=STUDENT_NUMBER_PATTERNS + patterns
    )


class _Privacy:
    """The privacy rules for one subject. Who works here is asked for once, and only where something
    is told of somebody: of most pages it is not."""

    def __init__(self, rules: PrivacyRules) -> None:
        self._rules = rules

    @cached_property
    def _with_staff(self) -> PrivacyRules:
        return replace(self._rules, staff=once("staff names", staff_names))

    def faults_of(self, piece: Fragment) -> tuple[Placed, ...]:
        faults = privacy_faults(piece, self._rules)
        if any(fault.rule in MAY_BE_OF_STAFF for fault, _child in faults):
            return privacy_faults(piece, self._with_staff)
        return faults


def _guarded(
    subject: Any, piece: Fragment, check: str, faults_of: Callable[[Fragment], tuple[Placed, ...]]
) -> Iterator[Finding]:
    try:
        faults = faults_of(piece)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        yield check_failed(
            check, error, subject=subject, field=piece.field, path=piece.path, mark=piece.mark
        )
        return
    for fault, child in faults:
        path = (*piece.path, child) if child else piece.path
        yield _described(fault, piece, path=path)


def _described(
    fault: Fault, piece: Fragment, *, path: Path | None = None, mark: str = ""
) -> Finding:
    return describe(
        fault,
        field=piece.field,
        path=piece.path if path is None else path,
        mark=mark or piece.mark,
        controls=piece.controls,
    )


def _heading_order(prose: list[Fragment]) -> Iterator[Finding]:
    for fault in heading_faults(prose):
        params = dict(fault.params)
        piece = prose[int(params["fragment"])]
        # It speaks of the heading before it as well, which stands in another block.
        mark = f"{piece.mark}:{params['previous']}"
        yield _described(fault, piece, mark=mark)


def _headings_left_open(pieces: list[Fragment]) -> Iterator[Finding]:
    """Bold lines at the end of a block, over the block that comes next."""
    for piece, after in pairwise(pieces):
        is_next = (
            piece.field == after.field
            and len(piece.path) == len(after.path) == 1
            and after.path[0] == int(piece.path[0]) + 1
        )
        if is_next and (fault := heading_left_open(piece, after)) is not None:
            yield _described(fault, piece)


def _same_descriptions(pictures: list[Fragment]) -> Iterator[Finding]:
    """One description for three pictures, which stand in blocks of their own."""
    described = [one for one in pictures if not one.value.get("decorative")]
    values = [(one.value.get("description") or "", one.value.get("image")) for one in described]
    for place, fault in same_descriptions(values):
        piece = described[place]
        yield _described(fault, piece, path=(*piece.path, "description"))


def _dead_links(prose: list[Fragment]) -> Iterator[Finding]:
    linked = [(piece, _linked_pages(piece)) for piece in prose]
    wanted = {pk for _piece, pks in linked for pk in pks}
    if not wanted:
        return
    live = set(Page.objects.filter(pk__in=wanted, live=True).values_list("pk", flat=True))
    for piece, pks in linked:
        if not pks <= live:
            yield _described(Fault("link-dead"), piece)


def _linked_pages(piece: Fragment) -> set[int]:
    ids = (_ID.search(tag) for tag in _PAGE_LINK.findall(piece.value))
    return {int(found[1]) for found in ids if found}
