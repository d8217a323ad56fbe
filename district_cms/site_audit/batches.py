"""Doing a run, one batch at a time.

The queue kills what takes longer than its limit and calls it again, for ever if need be. So every
page counts its own tries before it is looked at, and a run counts the batches that never came
back: a page that breaks the batch is passed over the third time, a run that breaks every batch
before its first page is stopped. What is done is saved page by page, so that nothing of it is
done twice.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from district_cms.publishing.mechanism import PublishGateMixin
from district_cms.schools.frame import school_path

from . import findings
from .engine import BrowserFailed, Visit, Visitor, has_browser, visitor_for
from .links import outside
from .links.checks import LinkJudge
from .links.fetching import ask
from .links.rules import links_of
from .models import AuditedPage, AuditFinding, AuditRun, Engine
from .outstanding import note_outstanding, settle_all_but
from .owners import principals, schools_of, teachers_of
from .services import end_run
from .site_address import SiteAddress, site_address

BATCH = {AuditRun.Kind.WHOLE: 25, AuditRun.Kind.GATE: 200}
"""Pages of one batch, at most."""
LONGEST = 60.0
"""Seconds after which a batch begins no further page: half of what the queue allows."""
LEASE = dt.timedelta(seconds=150)
"""Longer than the queue lets a batch live, shorter than it waits before it calls again."""
MOST_TRIES = 2
MOST_BROKEN_OFF = 3
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the pages of one batch share."""

    run: AuditRun
    site: SiteAddress
    visitor: Visitor
    judge: LinkJudge
    principals: dict[str, str]


def work(run_id: int) -> bool:
    """Do one batch. True while there is more to do.

    Does nothing when the run is over, or when another batch of it is being done.
    """
    run = _take(run_id)
    if run is None:
        return False
    site = site_address()
    if run.started_at is None:
        _prepare(run, site)
    if run.is_active and run.active_engines:
        _do_pages(run, site)
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
    """Note what cannot be done here, and which pages there are, by their names of today."""
    if Engine.AXE in run.engines and not has_browser():
        run.skipped[Engine.AXE] = AuditRun.Reason.NO_BROWSER
    visits = [each for each in (Engine.LINKS, Engine.AXE) if each in run.active_engines]
    if visits and not ask(f"{site.root}/", door=site.door, method="HEAD").status:
        run.skipped.update(dict.fromkeys(visits, AuditRun.Reason.UNREACHABLE))
    run.state, run.started_at = AuditRun.State.RUNNING, timezone.now()
    if run.active_engines:
        run.pages = _list_pages(run)
    run.save()


def _list_pages(run: AuditRun) -> int:
    live = Page.objects.live().filter(depth__gt=1).order_by("path")
    ids = list(live.values_list("pk", flat=True))
    if run.sample and run.sample < len(ids):
        # Evenly over the tree, so that every school and type is there.
        ids = [ids[number * len(ids) // run.sample] for number in range(run.sample)]
    public = set(Page.objects.live().public().values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        pages = list(Page.objects.filter(pk__in=ids[start : start + _AT_ONCE]).order_by("path"))
        schools, teachers = schools_of(pages), teachers_of(pages)
        AuditedPage.objects.bulk_create(
            AuditedPage(
                run=run,
                page_id=page.pk,
                page_uuid=page.translation_key,
                title=page.title,
                school=schools.get(page.pk, ""),
                teacher=teachers.get(page.pk, "")[:255],
                address=page.get_full_url() or "",
                public=page.pk in public,
            )
            for page in pages
        )
    return len(ids)


def _do_pages(run: AuditRun, site: SiteAddress) -> None:
    begun = time.monotonic()
    waiting = run.audited.filter(state=AuditedPage.State.WAITING).order_by("pk")
    rows = list(waiting[: BATCH[AuditRun.Kind(run.kind)]])
    pages = {
        page.pk: page
        for page in Page.objects.live().filter(pk__in=[row.page_id for row in rows]).specific()
    }
    visitor = visitor_for(site, in_browser=Engine.AXE in run.active_engines)
    tools = _Tools(run, site, visitor, LinkJudge(site), principals())
    try:
        for row in rows:
            if time.monotonic() - begun > LONGEST:
                return
            _do_page(tools, row, pages.get(row.page_id))
        if not rows:
            outside.do_some(run)
    except BrowserFailed:
        # It does not start: the rest of the run goes without it.
        run.skipped[Engine.AXE] = AuditRun.Reason.BROWSER_FAILED
        run.save(update_fields=["skipped"])
    finally:
        visitor.close()


def _do_page(tools: _Tools, row: AuditedPage, page: Any) -> None:
    if row.tries >= MOST_TRIES:
        row.state, row.problem = AuditedPage.State.FAILED, "broke off"
        row.save(update_fields=["state", "problem"])
        return
    row.tries += 1
    row.save(update_fields=["tries"])
    rows: list[AuditFinding] = []
    row.state = AuditedPage.State.SEEN if page is not None else AuditedPage.State.GONE
    engines = tools.run.active_engines
    said = page.publish_findings() if isinstance(page, PublishGateMixin) else []
    if page is not None and Engine.GATE in engines:
        rows += findings.of_gate(row, said)
    if page is not None and Engine.LINKS in engines:
        rows += findings.of_dead_references(row, said)
    if page is not None and row.public and row.address and set(engines) - {Engine.GATE}:
        visit = tools.visitor.visit(row.address)
        rows += _of_visit(tools, row, visit)
    _save(tools, row, page, rows)


def _of_visit(tools: _Tools, row: AuditedPage, visit: Visit) -> list[AuditFinding]:
    row.status, row.problem = visit.status, visit.problem[:200]
    if visit.status != 200:
        row.state = AuditedPage.State.FAILED
        return []
    rows: list[AuditFinding] = []
    engines = tools.run.active_engines
    if Engine.LINKS in engines:
        links = list(links_of(visit.html, row.address))
        rows += findings.of_links(row, tools.judge.dead(links))
        row.outside = outside.worth_asking(links, tools.site.host)
    if Engine.AXE in engines:
        rows += findings.of_browser(row, visit)
    return rows


@transaction.atomic
def _save(tools: _Tools, row: AuditedPage, page: Any, rows: Sequence[AuditFinding]) -> None:
    row.save()
    AuditFinding.objects.bulk_create(rows)
    if page is not None and Engine.GATE in tools.run.active_engines:
        rules = tuple(dict.fromkeys(each.rule for each in rows if each.engine == Engine.GATE))
        leaders = tools.principals.get(school_path(page.path), "")
        note_outstanding(page=row, subject=page, rules=rules, principals=leaders)
    # It moves: this batch is not one of those that never come back.
    lease = timezone.now() + LEASE
    AuditRun.objects.filter(pk=row.run_id).update(broken_off=0, leased_until=lease)


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
    if run.audited.filter(state=AuditedPage.State.WAITING).exists() or outside.is_left(run):
        return True
    if Engine.GATE in run.active_engines:
        settle_all_but(live_page_uuids=Page.objects.live().values("translation_key"))
    end_run(run=run, state=AuditRun.State.FINISHED)
    return False
