"""What the report reads. Every question is asked in one query, whatever there is."""

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
    """One row of a table of totals: so many findings, on so many pages."""

    name: str
    findings: int
    pages: int


def active_run() -> AuditRun | None:
    """The run that is waiting or on its way."""
    return AuditRun.objects.active().first()


def newest_run() -> AuditRun | None:
    """The newest finished run, whose findings the report shows. A sample only where there is
    nothing else."""
    runs = AuditRun.objects.with_results()
    is_sample = Case(When(sample=0, then=0), default=1)
    return runs.order_by(is_sample, "-pk").first()


def last_without_results() -> AuditRun | None:
    """The newest run, where it was stopped or skipped: the report says so."""
    run = AuditRun.objects.order_by("-pk").first()
    ended = {AuditRun.State.STOPPED, AuditRun.State.SKIPPED}
    return run if run is not None and run.state in ended else None


def progress(run: AuditRun) -> int:
    """How many of the pages that the run looks at are done."""
    return run.to_look_at - run.audited.filter(state=AuditedPage.State.WAITING).count()


def findings_for(user: User, run: AuditRun | None) -> QuerySet[AuditFinding]:
    """What is known since this run that is this account's business, with its pages."""
    found = AuditFinding.objects.select_related("page")
    if run is None:
        return found.none()
    if not can_see_everything(user):
        found = found.filter(page__page_id__in=own_page_ids(user), in_content=True)
    return found.order_by("page__school", "page__teacher", "page_id", "pk")


def unchecked_pages(user: User, run: AuditRun | None) -> QuerySet[AuditedPage]:
    """Pages that could not be looked at: the web team's business, and the office's."""
    failed = AuditedPage.objects.filter(state=AuditedPage.State.FAILED).order_by("pk")
    return failed if run is not None and can_see_everything(user) else failed.none()


def outstanding_for(user: User) -> QuerySet[OutstandingPage]:
    """Pages to fix that are this account's business, the most urgent first."""
    rows = OutstandingPage.objects.open()
    if not can_see_everything(user):
        rows = rows.filter(page_id__in=own_page_ids(user))
    return rows.order_by("fix_by", "school", "pk")


def totals_by(found: QuerySet[AuditFinding], field: str) -> list[Total]:
    """Totals by "page__school" or "page__teacher", the largest first."""
    rows = _grouped(found, field).order_by("-findings", field)[:MOST]
    return [Total(row[field], row["findings"], row["pages"]) for row in rows]


def totals_by_rule(found: QuerySet[AuditFinding]) -> list[Total]:
    """Totals by rule, each in words, the largest first."""
    rows = _grouped(found, "rule").order_by("-findings", "rule")[:MOST]
    return [
        Total(words_of(row["rule"], row["message"]), row["findings"], row["pages"]) for row in rows
    ]


def rules_in(found: QuerySet[AuditFinding]) -> list[tuple[str, str]]:
    """[(id, words)] of the rules that were broken, by their words."""
    rows = _grouped(found, "rule")
    return sorted(
        ((row["rule"], words_of(row["rule"], row["message"])) for row in rows),
        key=lambda choice: choice[1].casefold(),
    )


def _grouped(found: QuerySet[AuditFinding], field: str) -> Any:
    # A rule of axe-core alone has no words of ours; its findings all say the same.
    return (
        found.order_by()
        .values(field)
        .annotate(findings=Count("pk"), pages=Count("page", distinct=True), message=Min("message"))
    )


def trend() -> list[AuditRun]:
    """The last runs over everything with their totals, oldest first. Samples tell nothing of it."""
    runs = AuditRun.objects.with_results().filter(sample=0)[:TREND]
    return list(runs)[::-1]
