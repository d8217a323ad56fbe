"""A run as lines of text, for the command."""

from collections.abc import Callable, Iterator

from ..models import AuditedPage, AuditRun
from ..selectors import progress

EVERY = 100
"""Pages between two lines of progress."""


def next_lines(run: AuditRun, told: int, say: Callable[[str], object]) -> int:
    """Say how far the run is, every so many pages; returns what was told last."""
    run.refresh_from_db(fields=["to_look_at", "is_listed"])
    done = progress(run) if run.is_listed else 0
    if done // EVERY == told // EVERY:
        return told
    say(f"{done} of {run.to_look_at} pages")
    return done


def lines(run: AuditRun) -> Iterator[str]:
    """What a run found, in numbers, and which pages could not be looked at."""
    totals = run.totals
    yield f"{run.get_state_display()}: {totals['seen']} of {run.pages} pages looked at."
    if run.reason:
        yield f"Why: {run.get_reason_display()}."
    for engine, reason in run.left_out:
        yield f"Left out: {engine}: {reason}."
    for heading, key in (("By engine", "by_engine"), ("By rule", "by_rule")):
        yield from _table(heading, totals[key])
    yield from _table("By school", {school or "-": n for school, n in totals["by_school"].items()})
    for page in run.audited.filter(state=AuditedPage.State.FAILED).order_by("pk"):
        yield f"Could not be looked at: {page.address} ({page.status or page.problem})"
    yield f"{totals['all']} findings on {totals['pages_with_findings']} pages."
    if totals["templates"]:
        yield f"{totals['templates']} violations in our templates."
    elif "axe" in run.active_engines and totals["seen"]:
        yield "No violations in our templates."


def _table(heading: str, numbers: dict[str, int]) -> Iterator[str]:
    if numbers:
        yield f"{heading}:"
    for name, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {number:>6}  {name}"
