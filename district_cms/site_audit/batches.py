"""Doing a run, one batch at a time.

The queue kills what takes longer than its limit and calls it again, for ever if need be. So every
page counts its own tries before it is looked at (`checking`), and a run counts the batches that
never came back: a page that breaks the batch is passed over the third time, a run that breaks every
batch before it gets on is stopped. What is done is saved as it goes, so that nothing of it is done
twice.
"""

import datetime as dt
import time

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from district_cms.web.queue.progress import begin_work, next_step, note_done

from . import selection
from .checking import check_pages
from .engine import SiteAddress, has_browser, site_address
from .findings import settle_all_but
from .fingerprints import rules_of
from .links import fetch
from .models import AuditedPage, AuditRun, Engine
from .services import PROGRESS, end_run

LONGEST = 60.0
"""Seconds after which a batch begins nothing further: half of what the queue allows."""
LEASE = dt.timedelta(seconds=150)
"""Longer than the queue lets a batch live, shorter than it waits before it calls again."""
MOST_BROKEN_OFF = 3
LISTING, LOOKING = "listing", "looking"
"""The steps of a run, for those who watch it."""


def work(run_id: int) -> bool:
    """Do one batch. True while there is more to do.

    Does nothing when the run is over, or when another batch of it is being done.
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
        _moves(run, selection.list_piece(run))
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
    """Note what cannot be done here, and what the run judges by."""
    if Engine.AXE in run.engines and not has_browser():
        run.skipped[Engine.AXE] = AuditRun.Reason.NO_BROWSER
    visits = [each for each in (Engine.LINKS, Engine.AXE) if each in run.active_engines]
    if visits and not fetch(f"{site.root}/", door=site.door, method="HEAD").status:
        run.skipped.update(dict.fromkeys(visits, AuditRun.Reason.UNREACHABLE))
    run.state, run.started_at = AuditRun.State.RUNNING, timezone.now()
    if run.active_engines:
        run.judges_by = rules_of(run.active_engines)
        selection.begin(run)
        step, total = (LOOKING, run.to_look_at) if run.is_listed else (LISTING, run.pages)
        begin_work(PROGRESS, step=step, total=total)
    run.save()


def _moves(run: AuditRun, pages: int) -> None:
    """It gets on, by so many pages: this batch is not one of those that never come back."""
    lease = timezone.now() + LEASE
    AuditRun.objects.filter(pk=run.pk).update(broken_off=0, leased_until=lease)
    note_done(PROGRESS, pages)


def _give_back(run: AuditRun) -> bool:
    """Let the next batch begin; without more to do, the run ends. True while there is more."""
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
