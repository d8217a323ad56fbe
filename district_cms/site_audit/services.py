"""Starts, stops and finishes runs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.people.models import User
from district_cms.web.queue.isolation import end_work

from .models import AuditedPage, AuditFinding, AuditRun, Engine

TASK = "district_cms.site_audit.tasks.work_on"
PROGRESS = "audit"
"""The name under which a run reports its progress."""


@transaction.atomic
def start_run(
    *,
    asked_by: User | str,
    engines: Sequence[str] = (),
    sample: int = 0,
    everything: bool = False,
    in_background: bool = True,
) -> tuple[AuditRun, bool]:
    """Returns the run and whether it is new. Only one runs at a time; a second request gets the
    first run.

    `engines` limits the checks, `sample` the number of pages (0: all); `everything` also checks
    pages whose result is still valid. Without `in_background`, the caller works through the batches
    (`batches.work`).
    """
    active = AuditRun.objects.select_for_update().active().first()
    if active is not None:
        return active, False
    run = AuditRun.objects.create(
        asked_by=str(asked_by),
        engines=[each for each in Engine.values if not engines or each in engines],
        sample=sample,
        everything=everything,
        ruleset=RULESET_VERSION,
    )
    record(action="audit.started", actor=asked_by, run=run.pk, engines=run.engines)
    if in_background:
        queue_batch(run.pk)
    return run, True


def queue_batch(run_id: int) -> None:
    """Queues the run's next batch after the commit."""
    # Robust: if the broker is down, the run still exists, and `resume` finds it.
    transaction.on_commit(lambda: async_task(TASK, run_id), robust=True)


@transaction.atomic
def stop_run(*, run: AuditRun, by: User) -> bool:
    """Stops a run; the batch in progress is its last. Returns False if it was over."""
    return end_run(run=run, state=AuditRun.State.STOPPED, reason=AuditRun.Reason.BY_HAND, by=by)


@transaction.atomic
def end_run(*, run: AuditRun, state: str, reason: str = "", by: User | str = "audit") -> bool:
    """Closes the run with its totals. Returns False if it was over."""
    locked = AuditRun.objects.select_for_update().get(pk=run.pk)
    if not locked.is_active:
        return False
    locked.state, locked.reason = state, reason
    locked.finished_at, locked.leased_until = timezone.now(), None
    locked.totals = totals_of(locked)
    locked.save()
    end_work(PROGRESS)
    record(
        action=f"audit.{state}", actor=by, run=run.pk, reason=reason, findings=locked.totals["all"]
    )
    return True


def totals_of(run: AuditRun) -> dict[str, Any]:
    """Returns the state at the end of a run in numbers by engine, rule and school: of all pages,
    also those that it did not have to check again; for a sample, of its own pages."""
    pages_of_run = AuditedPage.objects.all()
    if run.sample:
        pages_of_run = pages_of_run.filter(run=run)
    rows = AuditFinding.objects.filter(page__in=pages_of_run).values_list(
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
    states = dict(pages_of_run.order_by().values_list("state").annotate(Count("pk")))
    return {
        "all": sum(engines.values()),
        "pages_with_findings": len(pages),
        "seen": states.get(AuditedPage.State.SEEN, 0),
        "failed": states.get(AuditedPage.State.FAILED, 0),
        "templates": of_templates,
        "by_engine": dict(engines),
        "by_rule": dict(rules),
        "by_school": dict(schools),
    }
