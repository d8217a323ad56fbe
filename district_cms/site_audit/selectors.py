"""Queries of the report, one per question, whatever the number of rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Min, QuerySet, When

from district_cms.checks.rules import words_of
from district_cms.people.models import User

from .models import AuditedPage, AuditFinding, AuditRun, OutstandingPage
from .permissions import can_see_everything, own_page_ids

TREND = 12
"""Runs that the trend shows."""
MOST = 15
"""Rows of a table of totals."""


@dataclass(frozen=True, slots=True)
class Total:
    """One row of a table of totals: the number of findings and of their pages."""

    name: str
    findings: int
    pages: int


def active_run() -> AuditRun | None:
    """Returns the run that is waiting or in progress."""
    return AuditRun.objects.active().first()


def newest_run() -> AuditRun | None:
    """Returns the newest finished run, whose findings the report shows. A sample only if there is
    no other."""
    runs = AuditRun.objects.with_results()
    is_sample = Case(When(sample=0, then=0), default=1)
    return runs.order_by(is_sample, "-pk").first()


def last_without_results() -> AuditRun | None:
    """Returns the newest run if it was stopped or skipped, which the report mentions."""
    run = AuditRun.objects.order_by("-pk").first()
    ended = {AuditRun.State.STOPPED, AuditRun.State.SKIPPED}
    return run if run is not None and run.state in ended else None


def progress(run: AuditRun) -> int:
    """Returns how many of the pages of the run are done."""
    return run.to_look_at - run.audited.filter(state=AuditedPage.State.WAITING).count()


def findings_for(user: User, run: AuditRun | None) -> QuerySet[AuditFinding]:
    """Returns the current findings that this account may see, with their pages."""
    findings = AuditFinding.objects.select_related("page")
    if run is None:
        return findings.none()
    if not can_see_everything(user):
        findings = findings.filter(page__page_id__in=own_page_ids(user), in_content=True)
    return findings.order_by("page__school", "page__teacher", "page_id", "pk")


def unchecked_pages(user: User, run: AuditRun | None) -> QuerySet[AuditedPage]:
    """Returns pages that could not be checked, for the web team and the office."""
    failed = AuditedPage.objects.filter(state=AuditedPage.State.FAILED).order_by("pk")
    return failed if run is not None and can_see_everything(user) else failed.none()


def outstanding_for(user: User) -> QuerySet[OutstandingPage]:
    """Returns pages to fix that this account may see, most urgent first."""
    rows = OutstandingPage.objects.open()
    if not can_see_everything(user):
        rows = rows.filter(page_id__in=own_page_ids(user))
    return rows.order_by("fix_by", "school", "pk")


def totals_by(findings: QuerySet[AuditFinding], field: str) -> list[Total]:
    """Returns totals by "page__school" or "page__teacher", largest first."""
    rows = _grouped(findings, field).order_by("-findings", field)[:MOST]
    return [Total(row[field], row["findings"], row["pages"]) for row in rows]


def totals_by_rule(findings: QuerySet[AuditFinding]) -> list[Total]:
    """Returns totals by the description of the rule, largest first."""
    rows = _grouped(findings, "rule").order_by("-findings", "rule")[:MOST]
    return [
        Total(words_of(row["rule"], row["message"]), row["findings"], row["pages"]) for row in rows
    ]


def rules_in(findings: QuerySet[AuditFinding]) -> list[tuple[str, str]]:
    """Returns [(id, description)] of the broken rules, ordered by description."""
    rows = _grouped(findings, "rule")
    return sorted(
        ((row["rule"], words_of(row["rule"], row["message"])) for row in rows),
        key=lambda choice: choice[1].casefold(),
    )


def _grouped(findings: QuerySet[AuditFinding], field: str) -> Any:
    # An axe-core rule without a sentence of ours has the same message in all findings.
    return (
        findings.order_by()
        .values(field)
        .annotate(findings=Count("pk"), pages=Count("page", distinct=True), message=Min("message"))
    )


def trend() -> list[AuditRun]:
    """Returns the last full runs with their totals, oldest first; a sample is no trend."""
    runs = AuditRun.objects.with_results().filter(sample=0)[:TREND]
    return list(runs)[::-1]
