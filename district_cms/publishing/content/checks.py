"""Runs the checks over the content of every page, and of objects without a page.

Each fragment is checked for accessibility and for student privacy. A check that crashes lets
nothing through: it becomes a blocking finding, and the others still run. Its log entry names the
check, the code location, and the page or object, and contains no content.
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
    """Yields the findings of one check; a blocking finding if the check crashes."""
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
    """Logs that `check` crashed with `error`, and returns a finding about it."""
    is_page = isinstance(subject, Page)
    name = check if isinstance(check, str) else f"{check.__module__}.{check.__qualname__}"
    steps = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{step.filename}:{step.lineno}" for step in reversed(steps))
    logger.error(
        "check %s crashed on %s %s: %s at %s",
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
        # Names the check, so that an exception for one does not lift another.
        excerpt=name.rsplit(".", 1)[-1],
        # For a whole page, only the place of the crash is known: a crash elsewhere is a new
        # finding.
        mark=mark or hashlib.blake2b(place.encode(), digest_size=16).hexdigest(),
    )


_authorized_suppliers: list[Callable[[Any], Iterable[tuple[str, str]]]] = []


def register_authorized(supplier: Callable[[Any], Iterable[tuple[str, str]]]) -> None:
    """Registers a function that returns the authorized (resource, service or number) pairs of a
    page."""
    if supplier not in _authorized_suppliers:
        _authorized_suppliers.append(supplier)


def account_faults(subject: Any, pieces: Iterable[Fragment]) -> Iterator[tuple[Fragment, Fault]]:
    """Yields apparent personal accounts, each once per block. No query if there are none."""
    candidates: dict[tuple[Any, ...], tuple[Fragment, Fault]] = {}
    for piece in pieces:
        for fault in find(piece.source):
            candidates.setdefault((piece.field, *piece.path[:1], fault.excerpt), (piece, fault))
    if not candidates:
        return
    approved = once("procedure settings", ProcedureSettings.load).accounts
    authorized = {each for supplier in _authorized_suppliers for each in supplier(subject)}
    for piece, fault in candidates.values():
        resource = dict(fault.params)["resource"]
        allowed = is_authorized(fault.excerpt, resource, authorized)
        if not (allowed or is_approved(fault.excerpt, approved)):
            yield piece, fault


_staff_suppliers: list[Callable[[], Iterable[str]]] = []


def register_staff_names(names: Callable[[], Iterable[str]]) -> None:
    """Registers a function that returns the names of staff as `privacy.name_key` writes them."""
    if names not in _staff_suppliers:
        _staff_suppliers.append(names)


def staff_names() -> frozenset[str]:
    """Returns the names of everyone who works here."""
    return frozenset().union(*(names() for names in _staff_suppliers))


ListCheck = Callable[[Any, list[Fragment]], Iterable[Finding]]

_list_checks: list[ListCheck] = []


def register_list_check(check: ListCheck) -> None:
    """Registers a check of another app that compares content with a list of the district's. It gets
    the page or object and its fragments."""
    if check not in _list_checks:
        _list_checks.append(check)


_PAGE_LINK: Final = re.compile(r'<a[^>]*\blinktype="page"[^>]*>', re.IGNORECASE)
_ID: Final = re.compile(r'\bid="(\d+)"')

RULES: Final[tuple[Rule, ...]] = (
    # No clause requires it: it helps readers, so it never blocks.
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
    """Yields the findings of all accessibility and privacy rules in a page or an object."""
    rules = rules or privacy_rules()
    pieces = list(fragments(subject))
    privacy = _Privacy(rules)
    for piece in pieces:
        yield from _guarded(subject, piece, ACCESSIBILITY_CHECK, accessibility_faults)
        yield from _guarded(subject, piece, PRIVACY_CHECK, privacy.faults_of)
    prose = [piece for piece in pieces if piece.kind == "html"]
    translated = getattr(subject, "languages", {})
    # No reader sees both languages, so each has its own heading order.
    yield from _heading_order([piece for piece in prose if piece.field not in translated])
    yield from _heading_order([piece for piece in prose if piece.field in translated])
    yield from _headings_left_open(pieces)
    yield from _same_descriptions([piece for piece in pieces if piece.kind == "picture"])
    for piece, fault in account_faults(subject, pieces):
        yield _described(fault, piece)
    yield from _dead_links(prose)
    yield from document_findings(pieces, rules)
    yield from statement_findings(subject, pieces)
    for check in _list_checks:
        yield from check(subject, pieces)


def privacy_rules() -> PrivacyRules:
    """Returns today's privacy rules of this district. One query."""
    patterns = once("procedure settings", ProcedureSettings.load).patterns
    return PrivacyRules(
        today=timezone.localdate(), student_numbers=STUDENT_NUMBER_PATTERNS + patterns
    )


class _Privacy:
    """The privacy rules for one subject. Staff names are read at most once, and only if needed."""

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
        # The finding also depends on the previous heading, which is in another block.
        mark = f"{piece.mark}:{params['previous']}"
        yield _described(fault, piece, mark=mark)


def _headings_left_open(pieces: list[Fragment]) -> Iterator[Finding]:
    """Yields bold lines at the end of a block that serve as the heading of the next block."""
    for piece, after in pairwise(pieces):
        is_next = (
            piece.field == after.field
            and len(piece.path) == len(after.path) == 1
            and after.path[0] == int(piece.path[0]) + 1
        )
        if is_next and (fault := heading_left_open(piece, after)) is not None:
            yield _described(fault, piece)


def _same_descriptions(pictures: list[Fragment]) -> Iterator[Finding]:
    """Yields pictures in several blocks that share one description."""
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
    return {int(match[1]) for match in ids if match}
