"""Selects the pages that a run checks, and works through the run in batches.

A result is valid while the page and the rules are unchanged, for some weeks at most. The queue
kills a task that takes longer than its limit and calls it again. So every page counts its tries
before it is checked (`checking`), and a run counts the batches that never returned: a page that
breaks the batch is skipped the third time, and a run that breaks every batch is stopped.
"""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page

from district_cms.web.queue.isolation import begin_work, next_step, note_done

from .checking import check_pages, settle_all_but
from .engine import SiteAddress, has_browser, site_address
from .fingerprints import content_of, rules_of
from .links import fetch
from .models import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .owners import schools_of, teachers_of
from .services import PROGRESS, end_run

PIECE: Final = 2000
"""Pages listed in one transaction, which takes a second or two."""
AGAIN_AFTER: Final = dt.timedelta(days=28)
"""The longest time that a result is valid. The pages expire at different times in its second half,
so that they are not all due in one night."""

_LISTED: Final = (
    *("run", "page_uuid", "title", "school", "teacher", "address", "public", "content"),
    *("state", "status", "problem", "tries"),
)
State = AuditedPage.State


def live_pages() -> Any:
    return Page.objects.live().filter(depth__gt=1)


def begin(run: AuditRun) -> None:
    """Removes pages that are no longer live, and selects a sample if the run asks for one."""
    gone = ~Exists(Page.objects.filter(pk=OuterRef("page_id"), live=True))
    rows = AuditedPage.objects.filter(gone)
    AuditFinding.objects.filter(page__in=rows).delete()
    rows.delete()
    run.pages = live_pages().count()
    if not run.sample:
        return
    ids = list(live_pages().order_by("path").values_list("pk", flat=True))
    if run.sample < len(ids):
        # Evenly over the tree, so that every school and type is included.
        ids = [ids[number * len(ids) // run.sample] for number in range(run.sample)]
    for start in range(0, len(ids), PIECE):
        pages = Page.objects.filter(pk__in=ids[start : start + PIECE]).order_by("path")
        _list(run, list(pages), holds=None)
    run.pages = run.to_look_at = len(ids)
    run.is_listed = True


@transaction.atomic
def list_piece(run: AuditRun) -> int:
    """Lists the pages to check among the next live pages, ordered by id. Returns how many pages it
    examined."""
    pages = list(live_pages().filter(pk__gt=run.listed_to).order_by("pk")[:PIECE])
    if pages:
        _list(run, pages, holds=None if run.everything else _ValidResults(run, pages))
        run.listed_to = pages[-1].pk
    if len(pages) < PIECE:
        run.is_listed = True
        run.to_look_at = run.audited.filter(state=State.WAITING).count()
    run.save(update_fields=["listed_to", "is_listed", "to_look_at"])
    return len(pages)


class _ValidResults:
    """Decides which results of these pages are still valid. Three queries."""

    def __init__(self, run: AuditRun, pages: Sequence[Page]) -> None:
        ids = [page.pk for page in pages]
        rows = AuditedPage.objects.filter(page_id__in=ids)
        self.known = {row.page_id: row for row in rows}
        self.rules, self.now = run.judges_by, timezone.now()
        waiting = OutstandingPage.objects.open().filter(page_id__in=ids)
        # A fault of our templates is fixed by new templates, which change the rules.
        findings = AuditFinding.objects.filter(
            page__in=[row.pk for row in self.known.values()], in_content=True
        )
        self.to_fix = {
            *waiting.values_list("page_id", flat=True),
            *findings.values_list("page__page_id", flat=True),
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
class _Digests:
    """The content digests of some pages, and which of them are public."""

    contents: dict[int, str]
    public: frozenset[int]


def _list(run: AuditRun, pages: Sequence[Page], *, holds: _ValidResults | None) -> None:
    read = _read(pages)
    if holds is None:
        _note(run, read, pages)
        return
    stale = [page for page in pages if not holds(page, read.contents[page.pk])]
    _note(run, read, stale)
    if {Engine.LINKS, Engine.AXE} & set(run.active_engines):
        above = _above(run, [page for page in stale if holds.changed(page, read.contents[page.pk])])
        _note(run, _read(above), above)


def _read(pages: Sequence[Page]) -> _Digests:
    ids = [page.pk for page in pages]
    public = Page.objects.filter(pk__in=ids).public().values_list("pk", flat=True)
    public_ids = frozenset(public)
    return _Digests(content_of(pages, public_ids), public_ids)


def _above(run: AuditRun, pages: Iterable[Page]) -> list[Page]:
    """Returns the live parents of these pages that this run does not check yet."""
    paths = {page.path[: -Page.steplen] for page in pages}
    waiting = AuditedPage.objects.filter(run=run, state=State.WAITING, page_id=OuterRef("pk"))
    return list(live_pages().filter(~Exists(waiting), path__in=paths)) if paths else []


def _note(run: AuditRun, read: _Digests, pages: Sequence[Page]) -> None:
    """Marks these pages as waiting. Their earlier results stay until they are checked."""
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


LONGEST = 60.0
"""Seconds after which a batch starts nothing new: half of the queue's limit."""
LEASE = dt.timedelta(seconds=150)
"""Longer than the queue's limit for a batch, shorter than its delay before it calls again."""
MOST_BROKEN_OFF = 3
LISTING, LOOKING = "listing", "looking"
"""The steps of a run, for its progress."""


def work(run_id: int) -> bool:
    """Works on one batch. Returns True while there is more to do.

    Does nothing if the run is over, or if another batch of it is in progress.
    """
    begun = time.monotonic()
    run = _take(run_id)
    if run is None:
        return False
    site = site_address()
    if run.started_at is None:
        _prepare(run, site)
    was_listed = run.is_listed
    while run.is_active and run.active_engines and not run.is_listed:
        _moves(run, list_piece(run))
        if time.monotonic() - begun > LONGEST:
            break
    if run.is_listed and not was_listed:
        next_step(PROGRESS, step=LOOKING, total=run.to_look_at)
    if run.is_active and run.active_engines and run.is_listed:
        check_pages(run, site, until=begun + LONGEST, moves=_moves)
    return _give_back(run)


def _take(run_id: int) -> AuditRun | None:
    with transaction.atomic():
        run = AuditRun.objects.select_for_update().filter(pk=run_id).first()
        now = timezone.now()
        if run is None or not run.is_active or (run.leased_until and run.leased_until > now):
            return None
        run.broken_off += 1
        run.leased_until = now + LEASE
        run.save(update_fields=["broken_off", "leased_until"])
    if run.broken_off > MOST_BROKEN_OFF:
        end_run(run=run, state=AuditRun.State.STOPPED, reason=AuditRun.Reason.DIED)
        return None
    return run


@transaction.atomic
def _prepare(run: AuditRun, site: SiteAddress) -> None:
    """Records which checks are impossible here, and the digest of the rules."""
    if Engine.AXE in run.engines and not has_browser():
        run.skipped[Engine.AXE] = AuditRun.Reason.NO_BROWSER
    visits = [each for each in (Engine.LINKS, Engine.AXE) if each in run.active_engines]
    if visits and not fetch(f"{site.root}/", door=site.door, method="HEAD").status:
        run.skipped.update(dict.fromkeys(visits, AuditRun.Reason.UNREACHABLE))
    run.state, run.started_at = AuditRun.State.RUNNING, timezone.now()
    if run.active_engines:
        run.judges_by = rules_of(run.active_engines)
        begin(run)
        step, total = (LOOKING, run.to_look_at) if run.is_listed else (LISTING, run.pages)
        begin_work(PROGRESS, step=step, total=total)
    run.save()


def _moves(run: AuditRun, pages: int) -> None:
    """Records progress by so many pages: this batch is alive."""
    lease = timezone.now() + LEASE
    AuditRun.objects.filter(pk=run.pk).update(broken_off=0, leased_until=lease)
    note_done(PROGRESS, pages)


def _give_back(run: AuditRun) -> bool:
    """Releases the run for the next batch; ends the run if there is no more to do. Returns True
    while there is more."""
    AuditRun.objects.filter(pk=run.pk).update(broken_off=0, leased_until=timezone.now())
    run.refresh_from_db()
    if not run.is_active:
        return False
    if not run.active_engines:
        [reason, *_more] = run.skipped.values()
        end_run(run=run, state=AuditRun.State.SKIPPED, reason=reason)
        return False
    waiting = run.audited.filter(state=AuditedPage.State.WAITING)
    if not run.is_listed or waiting.exists():
        return True
    if Engine.GATE in run.active_engines:
        settle_all_but(live_page_uuids=Page.objects.live().values("translation_key"))
    end_run(run=run, state=AuditRun.State.FINISHED)
    return False
