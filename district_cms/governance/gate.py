"""The checks that the publish gate runs over every page's content.

Each fragment is asked once for accessibility and once for student privacy. One query for all
internal links of the page; the rest is reading what is in memory.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from district_cms.schools.findings import Fault, Finding

from . import accessibility, privacy
from .content import Fragment, fragments
from .models import ProcedureSettings
from .privacy import STUDENT_NUMBER_PATTERNS, PrivacyRules
from .wording import describe

_PAGE_LINK = re.compile(r'<a[^>]*\blinktype="page"[^>]*>', re.IGNORECASE)
_ID = re.compile(r'\bid="(\d+)"')


def content_findings(page: Any) -> Iterator[Finding]:
    """What the first set of accessibility and privacy checks says of this page's content."""
    rules = PrivacyRules(
        today=timezone.localdate(),
        student_numbers=STUDENT_NUMBER_PATTERNS + ProcedureSettings.load().patterns,
    )
    pieces = list(fragments(page))
    for piece in pieces:
        for fault, child in _faults(piece, rules):
            path = (*piece.path, child) if child else piece.path
            yield describe(fault, field=piece.field, path=path)
    yield from _heading_order(pieces)
    yield from _dead_links(pieces)


def _faults(piece: Fragment, rules: PrivacyRules) -> Iterator[tuple[Fault, str]]:
    """Pairs of a fault and the child of the block that it concerns ("" for the whole)."""
    match piece.kind:
        case "html":
            for fault in accessibility.check_html(piece.value, heading=piece.heading):
                yield fault, ""
            for fault in privacy.check_html(piece.value, rules=rules):
                yield fault, ""
        case "text":
            for fault in privacy.check_text(piece.value, rules=rules):
                yield fault, ""
        case "table":
            data = piece.value.get("data") or []
            caption = piece.value.get("table_caption") or ""
            for fault in accessibility.check_table(
                data,
                bool(piece.value.get("first_row_is_table_header")),
                bool(piece.value.get("first_col_is_header")),
                caption,
            ):
                yield fault, ""
            for fault in privacy.check_table(data, rules=rules):
                yield fault, ""
            for fault in privacy.check_text(caption, rules=rules):
                yield fault, ""
        case "picture":
            yield from _picture_faults(piece.value)
        case "embed":
            for fault in accessibility.check_embed(
                piece.value.get("title") or "", piece.value.get("url") or ""
            ):
                yield fault, "title"
        case "link":
            for fault in _link_faults(piece.value):
                yield fault, "text"


PICTURE_CHILD = {
    "photo-release-missing": "release",
    "picture-source-missing": "source",
    "picture-people-missing": "people",
}


def _picture_faults(value: Any) -> Iterator[tuple[Fault, str]]:
    image = value.get("image")
    for fault in accessibility.check_picture(
        value.get("description") or "",
        bool(value.get("decorative")),
        image.file.name if image else "",
        value.get("caption") or "",
    ):
        yield fault, "description"
    for fault in privacy.check_picture(
        value.get("people") or "", bool(value.get("release")), value.get("source") or ""
    ):
        yield fault, PICTURE_CHILD.get(fault.rule, "people")


def _link_faults(value: Any) -> list[Fault]:
    # A document without words of its own is called by its title.
    text = value.get("text") or getattr(value.get("document"), "title", "")
    return accessibility.check_link_text(text) if text or value.get("url") else []


def _heading_order(pieces: list[Fragment]) -> Iterator[Finding]:
    prose = [piece for piece in pieces if piece.kind == "html"]
    for fault in accessibility.check_headings([piece.value for piece in prose]):
        piece = prose[int(dict(fault.params)["fragment"])]
        yield describe(fault, field=piece.field, path=piece.path)


def _dead_links(pieces: list[Fragment]) -> Iterator[Finding]:
    linked: list[tuple[Fragment, int]] = []
    for piece in pieces:
        if piece.kind == "html":
            for tag in _PAGE_LINK.findall(piece.value):
                found = _ID.search(tag)
                if found:
                    linked.append((piece, int(found[1])))
    if not linked:
        return
    live = set(
        Page.objects.filter(pk__in={pk for _piece, pk in linked}, live=True).values_list(
            "pk", flat=True
        )
    )
    for piece, pk in linked:
        if pk not in live:
            yield describe(Fault("link-dead"), field=piece.field, path=piece.path)
