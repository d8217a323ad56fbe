"""Looking at the pages that a run has listed, and writing down what was found."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from district_cms.checks.findings import Finding
from district_cms.publishing.content.fragments import asked_once, read_together
from district_cms.publishing.mechanism import PublishGateMixin
from district_cms.schools.frame import school_path

from . import findings
from .basis import rules_of
from .engine import BrowserFailed, Visit, Visitor, visitor_for
from .links import outside
from .links.checks import LinkJudge
from .links.rules import links_of
from .models import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .outstanding import note_outstanding
from .owners import principals
from .site_address import SiteAddress

BATCH = {AuditRun.Kind.WHOLE: 25, AuditRun.Kind.GATE: 1000}
"""Pages of one batch, at most."""
TOGETHER: Final = 50
"""Pages that are read, judged and written down together, where none is visited."""
MOST_TRIES: Final = 2

_WRITTEN: Final = ("state", "status", "problem", "outside", "judged_by", "judged_at")
Moves = Callable[[AuditRun, int], None]
State = AuditedPage.State


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the pages of one batch share."""

    run: AuditRun
    site: SiteAddress
    visitor: Visitor
    judge: LinkJudge
    principals: dict[str, str]
    moves: Moves


@dataclass(slots=True)
class _Looked:
    """One page, and what was found on it."""

    row: AuditedPage
    page: Page | None
    found: list[AuditFinding] = field(default_factory=list)


def look_at_some(run: AuditRun, site: SiteAddress, *, until: float, moves: Moves) -> None:
    """One batch of pages; none is begun after `until`, on the clock of `time.monotonic`."""
    waiting = run.audited.filter(state=State.WAITING).order_by("pk")
    rows = list(waiting[: BATCH[AuditRun.Kind(run.kind)]])
    visitor = visitor_for(site, in_browser=Engine.AXE in run.active_engines)
    tools = _Tools(run, site, visitor, LinkJudge(site), principals(), moves)
    try:
        for together in _groups(run, rows):
            if time.monotonic() > until:
                return
            _look_at(tools, together)
        if not rows:
            outside.do_some(run)
    except BrowserFailed:
        # It does not start: the rest of the run goes without it.
        run.skipped[Engine.AXE] = AuditRun.Reason.BROWSER_FAILED
        run.judges_by = rules_of(run.active_engines)
        run.save(update_fields=["skipped", "judges_by"])
    finally:
        visitor.close()


def _groups(run: AuditRun, rows: Sequence[AuditedPage]) -> Iterator[list[AuditedPage]]:
    """Rows that are done together: alone what is visited, and what was tried before, because it may
    be what broke the others."""
    size = TOGETHER if set(run.active_engines) == {Engine.GATE} else 1
    first = [row for row in rows if not row.tries]
    yield from (first[start : start + size] for start in range(0, len(first), size))
    yield from ([row] for row in rows if row.tries)


def _look_at(tools: _Tools, rows: list[AuditedPage]) -> None:
    """Count the try, look, and save: what ends the program in between is known afterwards."""
    if rows[0].tries >= MOST_TRIES:
        AuditedPage.objects.filter(pk=rows[0].pk).update(state=State.FAILED, problem="broke off")
        return
    AuditedPage.objects.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1)
    live = Page.objects.live().filter(pk__in=[row.page_id for row in rows]).specific()
    with asked_once():
        pages = {page.pk: page for page in read_together(live)}
        looked = [_look(tools, row, pages.get(row.page_id)) for row in rows]
    _save(tools, looked)


def _look(tools: _Tools, row: AuditedPage, page: Page | None) -> _Looked:
    row.status, row.problem, row.outside = 0, "", []
    row.state = State.SEEN if page is not None else State.GONE
    looked, engines = _Looked(row, page), tools.run.active_engines
    if page is None:
        return looked
    said: list[Finding] = page.publish_findings() if isinstance(page, PublishGateMixin) else []
    if Engine.GATE in engines:
        looked.found += findings.of_gate(row, said)
    if Engine.LINKS in engines:
        looked.found += findings.of_dead_references(row, said)
    if row.public and row.address and set(engines) - {Engine.GATE}:
        looked.found += _of_visit(tools, row, tools.visitor.visit(row.address))
    return looked


def _of_visit(tools: _Tools, row: AuditedPage, visit: Visit) -> list[AuditFinding]:
    row.status, row.problem = visit.status, visit.problem[:200]
    if visit.status != 200:
        row.state = State.FAILED
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
def _save(tools: _Tools, looked: Sequence[_Looked]) -> None:
    """A handful of queries for all of them, and one more for each page that is to be fixed."""
    run, now = tools.run, timezone.now()
    for each in looked:
        each.row.judged_by, each.row.judged_at = run.judges_by, now
    AuditedPage.objects.bulk_update([each.row for each in looked], _WRITTEN)
    # Whatever an engine that is left out this time knows of a live page stays.
    old = AuditFinding.objects.filter(page__in=[each.row.pk for each in looked if each.page])
    old.filter(engine__in=run.active_engines).delete()
    AuditFinding.objects.filter(page__in=[each.row.pk for each in looked if not each.page]).delete()
    AuditFinding.objects.bulk_create(row for each in looked for row in each.found)
    if Engine.GATE in run.active_engines:
        _note_outstanding(tools, looked)
    tools.moves(run, len(looked))


def _note_outstanding(tools: _Tools, looked: Sequence[_Looked]) -> None:
    uuids = [each.row.page_uuid for each in looked]
    rows = OutstandingPage.objects.open().filter(page_uuid__in=uuids)
    known = set(rows.values_list("page_uuid", flat=True))
    for each in looked:
        rules = tuple(dict.fromkeys(f.rule for f in each.found if f.engine == Engine.GATE))
        if each.page is not None and (rules or each.row.page_uuid in known):
            leaders = tools.principals.get(school_path(each.page.path), "")
            note_outstanding(page=each.row, subject=each.page, rules=rules, principals=leaders)
