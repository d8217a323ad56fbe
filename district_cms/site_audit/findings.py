"""Findings of each engine as rows of the report, and the list of pages that today’s rules would
refuse: they stay live, with an owner and a date."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.checks.accessibility.axe import criteria, is_of_authors, rule_of, words_of
from district_cms.checks.findings import Finding
from district_cms.publishing.models import AccessibilitySettings

from .engine import Visit
from .links import Link
from .models import AuditedPage, AuditFinding, Engine, OutstandingPage

CHECK_FAILED = "check-failed"
"""A check that broke down: a fault of the software, which no teacher can fix."""
LINK_DEAD = "link-dead"
REFLOW = "reflow"
_LONGEST: Final = {"message": 500, "wcag": 60, "impact": 20, "selector": 500, "excerpt": 300}
"""Characters of each text that its column has room for."""


def of_gate(page: AuditedPage, findings: Iterable[Finding]) -> list[AuditFinding]:
    """What would stop the page today."""
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
        if finding.blocks
    ]


def of_dead_references(page: AuditedPage, findings: Iterable[Finding]) -> list[AuditFinding]:
    """Links to pages of ours that are gone: rendered without an address, so no reader of the
    HTML could find them."""
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
    """Our own sentence where the rule is ours, else axe-core's."""
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
    """Keep that the page breaks these rules today; with none, that it is fixed.

    `subject` is the page itself, for the record. The date by which it should be fixed is set
    when it is first found and never moved. The owner is its teacher, else the principals of its
    school, else the communications office.
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
    """The page is fixed, or no longer live: then there is no `subject`."""
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
    """Settle what was taken down or deleted. `live_page_uuids` is a query or a list."""
    for gone in OutstandingPage.objects.open().exclude(page_uuid__in=live_page_uuids):
        settle(outstanding=gone)
