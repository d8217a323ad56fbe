"""Checks the pages of a run, and stores findings and outstanding pages."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from district_cms.audit_log.services import record
from district_cms.checks.accessibility.axe import criteria, is_of_authors, rule_of, words_of
from district_cms.checks.findings import Finding
from district_cms.checks.rules import is_confidential
from district_cms.publishing.content.fragments import cached_answers, read_together
from district_cms.publishing.gate import PublishGateMixin
from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.frame import school_path

from .engine import BrowserFailed, SiteAddress, Visit, Visitor, visitor_for
from .fingerprints import rules_of
from .links import Link, fetch, is_among, is_of, links_of
from .models import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .owners import principals

CHECK_FAILED = "check-failed"
"""A check that crashed: a fault of the software, which no teacher can fix."""
LINK_DEAD = "link-dead"
REFLOW = "reflow"
_LONGEST: Final = {"message": 500, "wcag": 60, "impact": 20, "selector": 500, "excerpt": 300}
"""The longest text that each column holds, in characters."""


def of_gate(page: AuditedPage, findings: Iterable[Finding]) -> list[AuditFinding]:
    """Returns the findings that would block the page today."""
    return [
        _row(
            page,
            Engine.GATE,
            finding.rule,
            message=str(finding.message),
            wcag=finding.wcag,
            selector=finding.selector,
            excerpt=finding.excerpt,
            in_content=finding.rule != CHECK_FAILED,
        )
        for finding in findings
        # What a confidential rule says is for who decides about the page, not for a report.
        if finding.blocks and not is_confidential(finding.rule)
    ]


def of_dead_references(page: AuditedPage, findings: Iterable[Finding]) -> list[AuditFinding]:
    """Returns links to deleted pages: they are rendered without an address, so they cannot be found
    in the HTML."""
    return [
        _row(page, Engine.LINKS, LINK_DEAD, message=str(finding.message), excerpt=finding.excerpt)
        for finding in findings
        if finding.rule == LINK_DEAD
    ]


def of_links(page: AuditedPage, dead: Iterable[Link]) -> list[AuditFinding]:
    return [
        _row(
            page,
            Engine.LINKS,
            LINK_DEAD,
            message=_("This link leads nowhere."),
            selector=link.selector,
            excerpt=f"{link.words}: {link.address}" if link.words else link.address,
            in_content=link.in_content,
        )
        for link in dead
    ]


def of_browser(page: AuditedPage, visit: Visit) -> list[AuditFinding]:
    rows = [
        _row(
            page,
            Engine.AXE,
            rule_of(violation["rule"]),
            message=_words(violation),
            wcag=criteria(violation["tags"]),
            impact=violation["impact"],
            selector=violation["selector"],
            excerpt=violation["excerpt"],
            in_content=violation["in_content"] and is_of_authors(violation["rule"]),
        )
        for violation in visit.violations
    ]
    if visit.sideways > 0:
        message = _("On a small screen this page is %(pixels)d pixels too wide.")
        rows.append(
            _row(
                page,
                Engine.AXE,
                REFLOW,
                message=message % {"pixels": visit.sideways},
                wcag="1.4.10",
                in_content=False,
            )
        )
    return rows


def _words(violation: dict[str, Any]) -> str:
    """Returns our own sentence for a rule of ours, otherwise axe-core's."""
    ours = words_of(violation["rule"])
    return ours[0] if ours else str(violation["help"])


def _row(page: AuditedPage, engine: Engine, rule: str, **values: Any) -> AuditFinding:
    for name, most in _LONGEST.items():
        values[name] = Truncator(values.get(name, "")).chars(most)
    return AuditFinding(run_id=page.run_id, page=page, engine=engine, rule=rule[:80], **values)


@transaction.atomic
def note_outstanding(
    *, page: AuditedPage, subject: Any, rules: tuple[str, ...], principals: str = ""
) -> None:
    """Records that the page breaks these rules today; without rules, that it is fixed.

    `subject` is the page itself, for the audit log. The date for the fix is set when the page is
    first found and never moved. The owner is its teacher, otherwise the principals of its school,
    otherwise the communications office.
    """
    rules = tuple(rule for rule in rules if rule != CHECK_FAILED)
    known = OutstandingPage.objects.open().filter(page_uuid=page.page_uuid).first()
    if not rules:
        if known is not None:
            settle(outstanding=known, subject=subject)
        return
    values: dict[str, Any] = {
        "page_id": page.page_id,
        "title": page.title,
        "school": page.school,
        "owner": page.teacher or principals or _("Communications office"),
        "address": page.address,
        "rules": list(rules),
    }
    if known is not None:
        OutstandingPage.objects.filter(pk=known.pk).update(**values)
        return
    today = timezone.localdate()
    days = AccessibilitySettings.load().fix_days
    fix_by = today + dt.timedelta(days=days)
    OutstandingPage.objects.create(
        page_uuid=page.page_uuid, first_found=today, fix_by=fix_by, **values
    )
    record(
        action="outstanding.found",
        actor="audit",
        page=subject,
        rules=list(rules),
        fix_by=fix_by.isoformat(),
    )


@transaction.atomic
def settle(*, outstanding: OutstandingPage, subject: Any = None) -> None:
    """Records that the page is fixed, or no longer live (then without `subject`)."""
    outstanding.fixed_at = timezone.now()
    outstanding.save(update_fields=["fixed_at"])
    record(
        action="outstanding.fixed",
        actor="audit",
        page=subject,
        outstanding=str(outstanding.page_uuid),
        rules=outstanding.rules,
    )


def settle_all_but(*, live_page_uuids: Any) -> None:
    """Settles pages that are no longer live. `live_page_uuids` is a query or a list."""
    for gone in OutstandingPage.objects.open().exclude(page_uuid__in=live_page_uuids):
        settle(outstanding=gone)


MOST_VISITED: Final = 25
MOST_READ: Final = 1000
"""The most pages of one batch: if pages are visited, and if they are only read."""
TOGETHER: Final = 50
"""Pages that are read, checked and saved together, if none is visited."""
MOST_TRIES: Final = 2

_WRITTEN: Final = ("state", "status", "problem", "judged_by", "judged_at")
Moves = Callable[[AuditRun, int], None]
State = AuditedPage.State

GONE: Final = frozenset({404, 410})
"""Statuses of missing pages. Others (a sign-in, a temporary failure) do not prove it."""
MOST_ASKED: Final = 10
"""The most addresses of other sites that are requested for one page."""


class LinkJudge:
    """Decides which links are dead. Looks in the database, then requests the address; other sites
    only if the operator allowed it, and only hosts allowed for curriculum links. Caches the results
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
        # One path of ours is one resource, whatever its query string.
        key = link.path if inside else link.address
        if key not in self._gone:
            options = {"door": self.site.door} if inside else {"timeout": 2.0}
            self._gone[key] = fetch(link.address, method="HEAD", **options).status in GONE
        return self._gone[key]

    @cached_property
    def _live_paths(self) -> frozenset[str]:
        """Returns the public paths of all live pages. Two queries."""
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
    """Tools that the pages of one batch share."""

    run: AuditRun
    site: SiteAddress
    visitor: Visitor
    judge: LinkJudge
    principals: dict[str, str]
    moves: Moves


@dataclass(slots=True)
class _Checked:
    """One page and its findings."""

    row: AuditedPage
    page: Page | None
    findings: list[AuditFinding] = field(default_factory=list)


def check_pages(run: AuditRun, site: SiteAddress, *, until: float, moves: Moves) -> None:
    """Checks one batch of pages; starts none after `until` (by `time.monotonic`)."""
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
        # The browser does not start: the rest of the run continues without it.
        run.skipped[Engine.AXE] = AuditRun.Reason.BROWSER_FAILED
        run.judges_by = rules_of(run.active_engines)
        run.save(update_fields=["skipped", "judges_by"])
    finally:
        visitor.close()


def _groups(rows: Sequence[AuditedPage], size: int) -> Iterator[list[AuditedPage]]:
    """Yields rows to check together. A visited page is alone, and so is one that was tried before,
    because it may have broken the others."""
    first = [row for row in rows if not row.tries]
    yield from (first[start : start + size] for start in range(0, len(first), size))
    yield from ([row] for row in rows if row.tries)


def _check_together(tools: _Tools, rows: list[AuditedPage]) -> None:
    """Counts the try, checks, and saves, so that a crash in between is noticed later."""
    if rows[0].tries >= MOST_TRIES:
        AuditedPage.objects.filter(pk=rows[0].pk).update(state=State.FAILED, problem="broke off")
        return
    AuditedPage.objects.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1)
    live = Page.objects.live().filter(pk__in=[row.page_id for row in rows]).specific()
    with cached_answers():
        pages = {page.pk: page for page in read_together(live)}
        checked = [_check(tools, row, pages.get(row.page_id)) for row in rows]
    _save(tools, checked)


def _check(tools: _Tools, row: AuditedPage, page: Page | None) -> _Checked:
    row.status, row.problem = 0, ""
    row.state = State.SEEN if page is not None else State.GONE
    checked, engines = _Checked(row, page), tools.run.active_engines
    if page is None:
        return checked
    gate: list[Finding] = page.publish_findings() if isinstance(page, PublishGateMixin) else []
    if Engine.GATE in engines:
        checked.findings += of_gate(row, gate)
    if Engine.LINKS in engines:
        checked.findings += of_dead_references(row, gate)
    if row.public and row.address and set(engines) - {Engine.GATE}:
        checked.findings += _of_visit(tools, row, tools.visitor.visit(row.address))
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
        rows += of_links(row, tools.judge.dead(links))
    if Engine.AXE in engines:
        rows += of_browser(row, visit)
    return rows


@transaction.atomic
def _save(tools: _Tools, checked: Sequence[_Checked]) -> None:
    """Saves all results with a few queries, and one more for each page to fix."""
    run, now = tools.run, timezone.now()
    for each in checked:
        each.row.judged_by, each.row.judged_at = run.judges_by, now
    AuditedPage.objects.bulk_update([each.row for each in checked], _WRITTEN)
    # Findings of engines that this run leaves out stay for live pages.
    old = AuditFinding.objects.filter(page__in=[each.row.pk for each in checked if each.page])
    old.filter(engine__in=run.active_engines).delete()
    AuditFinding.objects.filter(
        page__in=[each.row.pk for each in checked if not each.page]
    ).delete()
    AuditFinding.objects.bulk_create(row for each in checked for row in each.findings)
    if Engine.GATE in run.active_engines:
        _note_outstanding(tools, checked)
    tools.moves(run, len(checked))


def _note_outstanding(tools: _Tools, checked: Sequence[_Checked]) -> None:
    uuids = [each.row.page_uuid for each in checked]
    rows = OutstandingPage.objects.open().filter(page_uuid__in=uuids)
    known = set(rows.values_list("page_uuid", flat=True))
    for each in checked:
        rules = tuple(dict.fromkeys(f.rule for f in each.findings if f.engine == Engine.GATE))
        if each.page is not None and (rules or each.row.page_uuid in known):
            leaders = tools.principals.get(school_path(each.page.path), "")
            note_outstanding(page=each.row, subject=each.page, rules=rules, principals=leaders)
