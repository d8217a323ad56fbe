"""The checks that the gate runs over the content of every page, and of objects without a page.

Each fragment is checked once for accessibility and once for student privacy. A check that fails
lets nothing through: it becomes a finding that blocks, and the others run all the same. Its log
entry names the check, the place in the code, and the page or object; never a word of the content.
"""

import hashlib
import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page

from district_cms.checks.accessibility.images import same_descriptions
from district_cms.checks.describing import describe
from district_cms.checks.findings import CHECK_FAILED, Fault, Finding
from district_cms.checks.personal_accounts import find, is_approved, is_authorized
from district_cms.checks.privacy import (
    MAY_BE_OF_STAFF,
    STUDENT_NUMBER_PATTERNS,
    PrivacyRules,
)
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

from ..models import ProcedureSettings
from .faults import Placed, accessibility_faults, heading_faults, heading_left_open, privacy_faults
from .files_on_page import RULES as STATEMENT_RULES
from .files_on_page import document_findings, statement_findings
from .fragments import Fragment, Path, fragments, once

logger = logging.getLogger("district")


def run_check(check: Callable[[Any], Iterable[Finding]], subject: Any) -> Iterator[Finding]:
    """The findings of one check; a finding that blocks where the check fails."""
    try:
        yield from check(subject)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        yield check_failed(check, error, subject=subject)


def check_failed(
    check: Callable[..., Any] | str,
    error: Exception,
    *,
    subject: Any,
    field: str | None = None,
    path: tuple[str | int, ...] = (),
    mark: str = "",
) -> Finding:
    """Log that `check` failed with `error`, and return the finding that says so."""
    is_page = isinstance(subject, Page)
    name = check if isinstance(check, str) else f"{check.__module__}.{check.__qualname__}"
    steps = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{step.filename}:{step.lineno}" for step in reversed(steps))
    logger.error(
        "check %s broke off on %s %s: %s at %s",
        name,
        "page" if is_page else subject._meta.label,
        subject.pk,
        type(error).__name__,
        place,
    )
    return Finding(
        rule=CHECK_FAILED,
        message=(
            gettext("This page could not be checked.")
            if is_page and not field
            else gettext("This part could not be checked.")
        ),
        why=gettext(
            "One of the site's checks failed. Your text is not at fault, but nothing goes live "
            "unchecked."
        ),
        fix=(
            gettext(
                "Tell the web team. If it cannot wait, a district administrator can make an "
                "exception."
            )
            if is_page
            else gettext("Tell the web team.")
        ),
        field=field,
        path=path,
        # Which check it was, without its words: an exception for one is none for another.
        excerpt=name.rsplit(".", 1)[-1],
        # Of a whole page it is only known where the check broke: elsewhere is something else.
        mark=mark or hashlib.blake2b(place.encode(), digest_size=16).hexdigest(),
    )


_authorized_suppliers: list[Callable[[Any], Iterable[tuple[str, str]]]] = []


def register_authorized(supplier: Callable[[Any], Iterable[tuple[str, str]]]) -> None:
    """Add a function that returns the (resource, service or number) pairs authorized for a page."""
    if supplier not in _authorized_suppliers:
        _authorized_suppliers.append(supplier)


def account_faults(subject: Any, pieces: Iterable[Fragment]) -> Iterator[tuple[Fragment, Fault]]:
    """Yield what looks like someone's own, each once for a block. No query where nothing does."""
    found: dict[tuple[Any, ...], tuple[Fragment, Fault]] = {}
    for piece in pieces:
        for fault in find(piece.source):
            found.setdefault((piece.field, *piece.path[:1], fault.excerpt), (piece, fault))
    if not found:
        return
    approved = once("procedure settings", ProcedureSettings.load).accounts
    held = {each for supplier in _authorized_suppliers for each in supplier(subject)}
    for piece, fault in found.values():
        resource = dict(fault.params)["resource"]
        allowed = is_authorized(fault.excerpt, resource, held)
        if not (allowed or is_approved(fault.excerpt, approved)):
            yield piece, fault


_staff_suppliers: list[Callable[[], Iterable[str]]] = []


def register_staff_names(names: Callable[[], Iterable[str]]) -> None:
    """Add a function that returns the names of staff, each as `privacy.name_key` writes it."""
    if names not in _staff_suppliers:
        _staff_suppliers.append(names)


def staff_names() -> frozenset[str]:
    """The names of everyone who works here."""
    return frozenset().union(*(names() for names in _staff_suppliers))


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
    """The findings of all accessibility and privacy rules in a page or an object."""
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
    """The privacy rules for one subject. Staff names are read once, and only where needed."""

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
