"""Checks the pages that a run has listed, and saves the findings."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, Site

from district_cms.checks.findings import Finding
from district_cms.publishing.content.fragments import asked_once, read_together
from district_cms.publishing.mechanism import PublishGateMixin
from district_cms.schools.frame import school_path

from . import findings
from .engine import BrowserFailed, SiteAddress, Visit, Visitor, visitor_for
from .findings import note_outstanding
from .fingerprints import rules_of
from .links import Link, fetch, is_among, is_of, links_of
from .models import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .owners import principals

MOST_VISITED: Final = 25
MOST_READ: Final = 1000
"""Pages of one batch, at most: where pages are visited, and where they are only read."""
TOGETHER: Final = 50
"""Pages that are read, judged and written down together, where none is visited."""
MOST_TRIES: Final = 2

_WRITTEN: Final = ("state", "status", "problem", "judged_by", "judged_at")
Moves = Callable[[AuditRun, int], None]
State = AuditedPage.State

GONE: Final = frozenset({404, 410})
"""Answers that say that there is nothing. Others (a sign-in, a failure of the moment) do not."""
MOST_ASKED: Final = 10
"""Addresses of other sites that are asked for one page."""


class LinkJudge:
    """Which links lead nowhere. Asks the database, then the site; other sites only where the
    operator switched it on, and only hosts that curriculum links may lead to. Remembers the answers
    of a batch."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site
        self._gone: dict[str, bool] = {}

    def dead(self, links: Sequence[Link]) -> list[Link]:
        inside = [link for link in links if is_of(link, self.site.host)]
        return [link for link in [*inside, *self._outside(links)] if self._is_dead(link)]

    def _outside(self, links: Sequence[Link]) -> list[Link]:
        if not settings.AUDIT_EXTERNAL_LINKS:
            return []
        hosts = settings.CURRICULUM_LINK_HOSTS
        others = [link for link in links if not is_of(link, self.site.host)]
        return [link for link in others if is_among(link, hosts)][:MOST_ASKED]

    def _is_dead(self, link: Link) -> bool:
        inside = is_of(link, self.site.host)
        if inside and link.path in self._live_paths:
            return False
        # One path of ours is one thing, whatever query follows it.
        key = link.path if inside else link.address
        if key not in self._gone:
            options = {"door": self.site.door} if inside else {"timeout": 2.0}
            self._gone[key] = fetch(link.address, method="HEAD", **options).status in GONE
        return self._gone[key]

    @cached_property
    def _live_paths(self) -> frozenset[str]:
        """Public paths of all live pages. Two queries."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return frozenset()
        root = site.root_page.url_path
        paths = Page.objects.live().filter(url_path__startswith=root)
        return frozenset(
            "/" + url_path[len(root) :] for url_path in paths.values_list("url_path", flat=True)
        )


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
class _Checked:
    """One page, and what was found on it."""

    row: AuditedPage
    page: Page | None
    found: list[AuditFinding] = field(default_factory=list)


def check_pages(run: AuditRun, site: SiteAddress, *, until: float, moves: Moves) -> None:
    """One batch of pages; none is begun after `until`, on the clock of `time.monotonic`."""
    waiting = run.audited.filter(state=State.WAITING).order_by("pk")
    only_read = set(run.active_engines) == {Engine.GATE}
    rows = list(waiting[: MOST_READ if only_read else MOST_VISITED])
    visitor = visitor_for(site, in_browser=Engine.AXE in run.active_engines)
    tools = _Tools(run, site, visitor, LinkJudge(site), principals(), moves)
    try:
        for together in _groups(rows, TOGETHER if only_read else 1):
            if time.monotonic() > until:
                return
            _check_together(tools, together)
    except BrowserFailed:
        # It does not start: the rest of the run goes without it.
        run.skipped[Engine.AXE] = AuditRun.Reason.BROWSER_FAILED
        run.judges_by = rules_of(run.active_engines)
        run.save(update_fields=["skipped", "judges_by"])
    finally:
        visitor.close()


def _groups(rows: Sequence[AuditedPage], size: int) -> Iterator[list[AuditedPage]]:
    """Rows that are done together: alone what is visited, and what was tried before, because it may
    be what broke the others."""
    first = [row for row in rows if not row.tries]
    yield from (first[start : start + size] for start in range(0, len(first), size))
    yield from ([row] for row in rows if row.tries)


def _check_together(tools: _Tools, rows: list[AuditedPage]) -> None:
    """Count the try, look, and save: what ends the program in between is known afterwards."""
    if rows[0].tries >= MOST_TRIES:
        AuditedPage.objects.filter(pk=rows[0].pk).update(state=State.FAILED, problem="broke off")
        return
    AuditedPage.objects.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1)
    live = Page.objects.live().filter(pk__in=[row.page_id for row in rows]).specific()
    with asked_once():
        pages = {page.pk: page for page in read_together(live)}
        checked = [_check(tools, row, pages.get(row.page_id)) for row in rows]
    _save(tools, checked)


def _check(tools: _Tools, row: AuditedPage, page: Page | None) -> _Checked:
    row.status, row.problem = 0, ""
    row.state = State.SEEN if page is not None else State.GONE
    checked, engines = _Checked(row, page), tools.run.active_engines
    if page is None:
        return checked
    said: list[Finding] = page.publish_findings() if isinstance(page, PublishGateMixin) else []
    if Engine.GATE in engines:
        checked.found += findings.of_gate(row, said)
    if Engine.LINKS in engines:
        checked.found += findings.of_dead_references(row, said)
    if row.public and row.address and set(engines) - {Engine.GATE}:
        checked.found += _of_visit(tools, row, tools.visitor.visit(row.address))
    return checked


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
    if Engine.AXE in engines:
        rows += findings.of_browser(row, visit)
    return rows


@transaction.atomic
def _save(tools: _Tools, checked: Sequence[_Checked]) -> None:
    """A handful of queries for all of them, and one more for each page that is to be fixed."""
    run, now = tools.run, timezone.now()
    for each in checked:
        each.row.judged_by, each.row.judged_at = run.judges_by, now
    AuditedPage.objects.bulk_update([each.row for each in checked], _WRITTEN)
    # Whatever an engine that is left out this time knows of a live page stays.
    old = AuditFinding.objects.filter(page__in=[each.row.pk for each in checked if each.page])
    old.filter(engine__in=run.active_engines).delete()
    AuditFinding.objects.filter(
        page__in=[each.row.pk for each in checked if not each.page]
    ).delete()
    AuditFinding.objects.bulk_create(row for each in checked for row in each.found)
    if Engine.GATE in run.active_engines:
        _note_outstanding(tools, checked)
    tools.moves(run, len(checked))


def _note_outstanding(tools: _Tools, checked: Sequence[_Checked]) -> None:
    uuids = [each.row.page_uuid for each in checked]
    rows = OutstandingPage.objects.open().filter(page_uuid__in=uuids)
    known = set(rows.values_list("page_uuid", flat=True))
    for each in checked:
        rules = tuple(dict.fromkeys(f.rule for f in each.found if f.engine == Engine.GATE))
        if each.page is not None and (rules or each.row.page_uuid in known):
            leaders = tools.principals.get(school_path(each.page.path), "")
            note_outstanding(page=each.row, subject=each.page, rules=rules, principals=leaders)
