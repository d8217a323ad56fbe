"""Audit all live pages, now and in this process."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...batches import work
from ...models import AuditRun, Engine
from ...report.printing import lines, next_lines
from ...services import start_run


class Command(BaseCommand):
    help = (
        "Look at every live page: the gate's own rules, its links, and axe-core in a browser where "
        "this server has one. Prints numbers by engine, rule and school; the findings stand in the "
        "editor, under Reports, Accessibility."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sample", type=int, default=0, help="So many pages, evenly over the tree. 0: all."
        )
        parser.add_argument(
            "--engine",
            action="append",
            choices=Engine.values,
            help="Only this one; may be repeated.",
        )
        parser.add_argument(
            "--fail", action="store_true", help="End with exit code 1 when anything was found."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run, new = start_run(
            kind=AuditRun.Kind.WHOLE,
            asked_by="audit_accessibility",
            engines=options["engine"] or (),
            sample=options["sample"],
            everything=True,
            in_background=False,
        )
        if not new:
            raise CommandError("An audit is already running; stop it in the report first.")
        done = 0
        while work(run.pk):
            done = next_lines(run, done, self.stdout.write)
        run.refresh_from_db()
        for line in lines(run):
            self.stdout.write(line)
        totals = run.totals
        if options["fail"] and (run.left_out or totals["all"] or totals["failed"]):
            raise CommandError("Not everything is as it should be.", returncode=1)
