"""Starting, stopping and finishing runs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.people.models import User

from .models import AuditedPage, AuditFinding, AuditRun, Engine

TASK = "district_cms.site_audit.tasks.work_on"
ENGINES: dict[str, tuple[str, ...]] = {
    AuditRun.Kind.WHOLE: (Engine.GATE, Engine.LINKS, Engine.AXE),
    AuditRun.Kind.GATE: (Engine.GATE,),
}
GATE_RUNS_KEPT = 60
"""Two months of nights: their findings stand in the list of pages to fix."""


@transaction.atomic
def start_run(
    *,
    kind: str,
    asked_by: User | str,
    engines: Sequence[str] = (),
    sample: int = 0,
    in_background: bool = True,
) -> tuple[AuditRun, bool]:
    """(the run, whether it is new): one of a kind runs at a time, and who asks for a second is
    shown the first.

    `engines` limits what the kind looks at, `sample` the number of pages (0: all). Not in the
    background, the caller does the batches (`batches.work`).
    """
    active = AuditRun.objects.select_for_update().active().filter(kind=kind).first()
    if active is not None:
        return active, False
    run = AuditRun.objects.create(
        kind=kind,
        asked_by=str(asked_by),
        engines=[each for each in ENGINES[kind] if not engines or each in engines],
        sample=sample,
        ruleset=RULESET_VERSION,
    )
    record(action="audit.started", actor=asked_by, run=run.pk, kind=kind, engines=run.engines)
    if in_background:
        queue_batch(run.pk)
    return run, True


def queue_batch(run_id: int) -> None:
    """Ask for the run's next batch, once what was written is committed."""
    # Robust: with a broker that is down the run still stands, and `resume` finds it.
    transaction.on_commit(lambda: async_task(TASK, run_id), robust=True)


@transaction.atomic
def stop_run(*, run: AuditRun, by: User) -> bool:
    """Stop a run that is on its way; the batch that is being done is its last. False when it was
    over already."""
    return end_run(run=run, state=AuditRun.State.STOPPED, reason=AuditRun.Reason.BY_HAND, by=by)


@transaction.atomic
def end_run(*, run: AuditRun, state: str, reason: str = "", by: User | str = "audit") -> bool:
    """Close the run with its totals, and let go of what old runs found. False when it was over
    already."""
    locked = AuditRun.objects.select_for_update().get(pk=run.pk)
    if not locked.is_active:
        return False
    locked.state, locked.reason = state, reason
    locked.finished_at, locked.leased_until = timezone.now(), None
    locked.totals = totals_of(locked)
    locked.save()
    prune(kind=locked.kind)
    record(
        action=f"audit.{state}", actor=by, run=run.pk, reason=reason, findings=locked.totals["all"]
    )
    return True


def totals_of(run: AuditRun) -> dict[str, Any]:
    """What stays of a run when its findings are gone: numbers by engine, rule and school."""
    rows = AuditFinding.objects.filter(run=run).values_list(
        "engine", "rule", "page__school", "in_content", "page_id"
    )
    engines: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    schools: Counter[str] = Counter()
    pages, of_templates = set(), 0
    for engine, rule, school, in_content, page in rows.iterator():
        engines[engine] += 1
        rules[rule] += 1
        schools[school] += 1
        pages.add(page)
        of_templates += not in_content and engine != Engine.GATE
    states = Counter(AuditedPage.objects.filter(run=run).values_list("state", flat=True))
    return {
        "all": sum(engines.values()),
        "pages_with_findings": len(pages),
        "seen": states[AuditedPage.State.SEEN],
        "failed": states[AuditedPage.State.FAILED],
        "templates": of_templates,
        "by_engine": dict(engines),
        "by_rule": dict(rules),
        "by_school": dict(schools),
    }


def prune(*, kind: str) -> None:
    """Delete pages and findings of all but the newest runs of a kind; their totals stay."""
    keep = GATE_RUNS_KEPT if kind == AuditRun.Kind.GATE else max(1, settings.AUDIT_RUNS_KEPT)
    newest = AuditRun.objects.filter(kind=kind).order_by("-pk").values_list("pk", flat=True)[:keep]
    old = AuditRun.objects.filter(kind=kind).exclude(pk__in=list(newest))
    AuditFinding.objects.filter(run__in=old).delete()
    AuditedPage.objects.filter(run__in=old).delete()
