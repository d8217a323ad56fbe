"""Turns what each engine says of a page into rows of the report. Writes nothing."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district_cms.checks.accessibility.axe import criteria, is_of_authors, rule_of, words_of
from district_cms.checks.findings import Finding

from .engine import Visit
from .links.rules import Link
from .models import AuditedPage, AuditFinding, Engine
from .outstanding import CHECK_FAILED

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
