"""Audits all live pages now, in this process."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...batches import work
from ...models import AuditedPage, AuditRun, Engine
from ...selectors import progress
from ...services import start_run


class Command(BaseCommand):
    help = (
        "Check every live page by the gate's rules, for dead links, and with axe-core if this "
        "server has a browser. Prints numbers by engine, rule and school; the findings are in the "
        "editor, under Reports, Accessibility."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sample",
            type=int,
            default=0,
            help="The number of pages, spread over the tree. 0: all.",
        )
        parser.add_argument(
            "--engine",
            action="append",
            choices=Engine.values,
            help="Only this one; may be repeated.",
        )
        parser.add_argument(
            "--fail", action="store_true", help="Exit with code 1 if there are findings."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run, new = start_run(
            asked_by="audit_accessibility",
            engines=options["engine"] or (),
            sample=options["sample"],
            everything=True,
            in_background=False,
        )
        if not new:
            raise CommandError("An audit is already running; stop it in the report first.")
        while work(run.pk):
            run.refresh_from_db(fields=["to_look_at", "is_listed"])
            if run.is_listed:
                self.stdout.write(f"{progress(run)} of {run.to_look_at} pages")
        run.refresh_from_db()
        for line in lines(run):
            self.stdout.write(line)
        totals = run.totals
        if options["fail"] and (run.left_out or totals["all"] or totals["failed"]):
            raise CommandError(
                "The audit has findings, or could not check everything.", returncode=1
            )


def lines(run: AuditRun) -> Iterator[str]:
    """Yields the results of a run in numbers, and the pages that could not be checked."""
    totals = run.totals
    yield f"{run.get_state_display()}: {totals['seen']} of {run.pages} pages checked."
    if run.reason:
        yield f"Why: {run.get_reason_display()}."
    for engine, reason in run.left_out:
        yield f"Left out: {engine}: {reason}."
    for heading, key in (("By engine", "by_engine"), ("By rule", "by_rule")):
        yield from _table(heading, totals[key])
    yield from _table("By school", {school or "-": n for school, n in totals["by_school"].items()})
    for page in run.audited.filter(state=AuditedPage.State.FAILED).order_by("pk"):
        yield f"Could not be checked: {page.address} ({page.status or page.problem})"
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
