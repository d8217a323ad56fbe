"""Nights of the district at size, each in a process of its own: how long, how many pieces, how much
memory. Called by `test_nightly`; prints one line of JSON."""

import datetime as dt
import json
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, reset_queries
from django.utils import timezone
from time_machine import travel

from classroom.ledger.history import plans_taken_back, reconcile_postings
from classroom.ledger.keeping import refresh_current_year
from classroom.models import ClassroomStanding, PostingSlot, UpdatePage
from district_cms.site_audit.batches import work
from district_cms.site_audit.models import AuditedPage, AuditRun
from district_cms.site_audit.services import start_run

from .memory import memory_at_most


def _measured(steps: Callable[[dict[str, Any]], None]) -> None:
    """Print what the steps took. They add to `found`, and note how long each piece was."""
    found: dict[str, Any] = {"before": memory_at_most(), "pieces": []}
    begun, own = time.perf_counter(), time.process_time()
    steps(found)
    found["wall"] = time.perf_counter() - begun
    found["own"] = time.process_time() - own
    found["at_most"] = memory_at_most()
    found["longest"] = max(found["pieces"], default=0)
    print(json.dumps(found))


def ledger(moment: str, *, anew: bool = False) -> None:
    """The nightly run of the ledger at a moment; `anew` as if it had never run."""
    if anew:
        # Django would read what it deletes, and the memory is the night's alone.
        for model in (PostingSlot, ClassroomStanding):
            model._base_manager.all()._raw_delete(connection.alias)
    now = dt.datetime.fromisoformat(moment)

    def night(found: dict[str, Any]) -> None:
        reconcile_postings()
        plans_taken_back()
        found["changed"], after, left = 0, 0, 1
        while left:
            begun = time.perf_counter()
            done = refresh_current_year(now=now, after=after)
            after, left = done.last, done.left
            found["changed"] += done.slots
            found["pieces"].append(time.perf_counter() - begun)

    with travel(now):
        _measured(night)


def audit(moment: str, *, pages: int = 0, changed: int = 0) -> None:
    """The nightly check. `pages`: so many of those that it lists are looked at, and the others
    taken for judged; `changed`: so many are changed first, past the site."""
    now = dt.datetime.fromisoformat(moment)
    ids = UpdatePage.objects.live().order_by("pk").values_list("pk", flat=True)[:changed]
    UpdatePage.objects.filter(pk__in=list(ids)).update(nothing_reason="Changed.")
    # Counts are kept where they are asked for only; texts of statements would fill the memory.
    asked = [0]

    def count(execute: Any, sql: str, *args: Any) -> Any:
        asked[0] += 1
        return execute(sql, *args)

    def night(found: dict[str, Any]) -> None:
        run, _new = start_run(engines=["gate"], asked_by="bench", in_background=False)
        more = True
        while more and not run.is_listed:
            more = _piece(run, found)
        found["listing"] = sum(found["pieces"])
        found["listed"] = run.pages
        if pages:
            _take_for_judged(run, pages)
        asked[0], begun, own = 0, time.perf_counter(), time.process_time()
        while more:
            more = _piece(run, found)
        found["looked_at"] = pages or run.to_look_at
        found["looking"] = time.perf_counter() - begun
        found["looking_own"] = time.process_time() - own
        found["asked"] = asked[0]

    with travel(now), connection.execute_wrapper(count):
        _measured(night)


def _piece(run: AuditRun, found: dict[str, Any]) -> bool:
    begun = time.perf_counter()
    more = work(run.pk)
    found["pieces"].append(time.perf_counter() - begun)
    run.refresh_from_db()
    reset_queries()
    return more


def _take_for_judged(run: AuditRun, pages: int) -> None:
    """All but so many of the listed pages, spread over the tree."""
    waiting = list(
        AuditedPage.objects.filter(run=run, state=AuditedPage.State.WAITING)
        .order_by("page_id")
        .values_list("pk", flat=True)
    )
    wanted = set(waiting[:: max(1, len(waiting) // pages)][:pages])
    AuditedPage.objects.filter(run=run).exclude(pk__in=wanted).update(
        state=AuditedPage.State.SEEN, judged_by=run.judges_by, judged_at=timezone.now()
    )
