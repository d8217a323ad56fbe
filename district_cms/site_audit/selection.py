"""Selects, in pieces, the pages that a run checks.

A judgement holds while the page and the rules are the same, and for some weeks at most. A page with
something to fix, or that could not be checked, is checked each time; where pages are visited, so is
the one above a page that changed, because it shows it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page

from .fingerprints import content_of
from .models import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .owners import schools_of, teachers_of

PIECE: Final = 2000
"""Pages of one piece: a transaction of a second or two."""
AGAIN_AFTER: Final = dt.timedelta(days=28)
"""The longest that a judgement holds. The turns of the pages are spread over its second half, so
that they do not all come in one night."""

_LISTED: Final = (
    *("run", "page_uuid", "title", "school", "teacher", "address", "public", "content"),
    *("state", "status", "problem", "tries"),
)
State = AuditedPage.State


def live_pages() -> Any:
    return Page.objects.live().filter(depth__gt=1)


def begin(run: AuditRun) -> None:
    """Forget pages that are not live any more, and list a sample, where one is asked for."""
    gone = ~Exists(Page.objects.filter(pk=OuterRef("page_id"), live=True))
    rows = AuditedPage.objects.filter(gone)
    AuditFinding.objects.filter(page__in=rows).delete()
    rows.delete()
    run.pages = live_pages().count()
    if not run.sample:
        return
    ids = list(live_pages().order_by("path").values_list("pk", flat=True))
    if run.sample < len(ids):
        # Evenly over the tree, so that every school and type is there.
        ids = [ids[number * len(ids) // run.sample] for number in range(run.sample)]
    for start in range(0, len(ids), PIECE):
        pages = Page.objects.filter(pk__in=ids[start : start + PIECE]).order_by("path")
        _list(run, list(pages), holds=None)
    run.pages = run.to_look_at = len(ids)
    run.is_listed = True


@transaction.atomic
def list_piece(run: AuditRun) -> int:
    """List what is to be looked at of the next pages, in the order of their ids. Returns how many
    pages they were."""
    pages = list(live_pages().filter(pk__gt=run.listed_to).order_by("pk")[:PIECE])
    if pages:
        _list(run, pages, holds=None if run.everything else _Holds(run, pages))
        run.listed_to = pages[-1].pk
    if len(pages) < PIECE:
        run.is_listed = True
        run.to_look_at = run.audited.filter(state=State.WAITING).count()
    run.save(update_fields=["listed_to", "is_listed", "to_look_at"])
    return len(pages)


class _Holds:
    """Which judgements of these pages hold. Three queries."""

    def __init__(self, run: AuditRun, pages: Sequence[Page]) -> None:
        ids = [page.pk for page in pages]
        rows = AuditedPage.objects.filter(page_id__in=ids)
        self.known = {row.page_id: row for row in rows}
        self.rules, self.now = run.judges_by, timezone.now()
        waiting = OutstandingPage.objects.open().filter(page_id__in=ids)
        # A fault of our templates ends with other templates, and so with other rules.
        found = AuditFinding.objects.filter(
            page__in=[row.pk for row in self.known.values()], in_content=True
        )
        self.to_fix = {
            *waiting.values_list("page_id", flat=True),
            *found.values_list("page__page_id", flat=True),
        }

    def changed(self, page: Page, content: str) -> bool:
        row = self.known.get(page.pk)
        return row is None or row.content != content

    def __call__(self, page: Page, content: str) -> bool:
        row = self.known.get(page.pk)
        return (
            row is not None
            and not self.changed(page, content)
            and row.state == State.SEEN
            and row.judged_by == self.rules
            and row.judged_at is not None
            and self.now < row.judged_at + self._for_how_long(page.pk)
            and page.pk not in self.to_fix
        )

    def _for_how_long(self, pk: int) -> dt.timedelta:
        days = AGAIN_AFTER.days // 2
        return dt.timedelta(days=days + pk % days)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a judgement of each of some pages rests on, and which of them anyone may see."""

    contents: dict[int, str]
    public: frozenset[int]


def _list(run: AuditRun, pages: Sequence[Page], *, holds: _Holds | None) -> None:
    read = _read(pages)
    if holds is None:
        _note(run, read, pages)
        return
    stale = [page for page in pages if not holds(page, read.contents[page.pk])]
    _note(run, read, stale)
    if {Engine.LINKS, Engine.AXE} & set(run.active_engines):
        above = _above(run, [page for page in stale if holds.changed(page, read.contents[page.pk])])
        _note(run, _read(above), above)


def _read(pages: Sequence[Page]) -> _Read:
    ids = [page.pk for page in pages]
    public = Page.objects.filter(pk__in=ids).public().values_list("pk", flat=True)
    shown = frozenset(public)
    return _Read(content_of(pages, shown), shown)


def _above(run: AuditRun, pages: Iterable[Page]) -> list[Page]:
    """The live pages above these that this run does not look at yet."""
    paths = {page.path[: -Page.steplen] for page in pages}
    waiting = AuditedPage.objects.filter(run=run, state=State.WAITING, page_id=OuterRef("pk"))
    return list(live_pages().filter(~Exists(waiting), path__in=paths)) if paths else []


def _note(run: AuditRun, read: _Read, pages: Sequence[Page]) -> None:
    """These are to be looked at. What is known of them stays until they have been."""
    if not pages:
        return
    schools, teachers = schools_of(pages), teachers_of(pages)
    AuditedPage.objects.bulk_create(
        (
            AuditedPage(
                run=run,
                page_id=page.pk,
                page_uuid=page.translation_key,
                title=page.title,
                school=schools.get(page.pk, ""),
                teacher=teachers.get(page.pk, "")[:255],
                address=page.get_full_url() or "",
                public=page.pk in read.public,
                content=read.contents[page.pk],
            )
            for page in pages
        ),
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=_LISTED,
    )
