"""`manage.py import_calendar FILE --year 2026-27 [--replace] [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from district_cms.schools.models import SchoolYear

from ...calendar.importing import parse_file
from ...calendar.services import (
    CalendarImportError,
    CalendarPlan,
    import_school_calendar,
    plan_calendar_import,
)
from ...calendar.wording import described, place, sentence


class Command(BaseCommand):
    """Takes the days without school and the terms of a year from a CSV or iCalendar file."""

    help = "Import days without school and terms of a school year from a CSV or iCalendar file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", required=True, help="the school year, like 2026-27")
        parser.add_argument(
            "--replace", action="store_true", help="remove days that are not in the file"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        year = SchoolYear.objects.filter(name=options["year"]).first()
        if year is None:
            known = ", ".join(SchoolYear.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"There is no school year {options['year']}. There are: {known}.")
        try:
            rows = parse_file(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        do = plan_calendar_import if options["dry_run"] else import_school_calendar
        try:
            plan = do(school_year=year, rows=rows, replace=options["replace"])
        except CalendarImportError as error:
            raise CommandError(_listed(error)) from error
        if plan.errors:
            raise CommandError(_listed(CalendarImportError(plan.errors)))
        self._print(plan, dry_run=options["dry_run"])

    def _print(self, plan: CalendarPlan, *, dry_run: bool) -> None:
        for note in plan.notes:
            self.stdout.write(f"  - {place(note.line)}: {sentence(note)}")
        for row in plan.added:
            self.stdout.write(f"  + {row.day} {row.name}")
        for gone in plan.removed:
            self.stdout.write(f"  x {gone.day} {gone.name}")
        for renamed in plan.renamed:
            self.stdout.write(f"  ~ {renamed.day} {renamed.old_name} -> {renamed.new_name}")
        for change in plan.terms:
            days = " to ".join(map(str, change.new_days)) if change.new_days else "removed"
            self.stdout.write(f"  ~ {change.name}: {days}")
        if plan.moved_bounds:
            self.stdout.write(f"  ~ the year: {plan.first_day} to {plan.last_day}")
        self.stdout.write(
            f"{len(plan.added)} added, {len(plan.removed)} removed, {len(plan.renamed)} renamed, "
            f"{len(plan.terms)} terms changed, {plan.unchanged} unchanged"
            + (" (nothing was saved)." if dry_run else ".")
        )


def _listed(error: CalendarImportError) -> str:
    lines = "\n".join(f"  {described(row)}" for row in error.errors)
    return f"Nothing was changed. Mistakes in the file: {len(error.errors)}\n{lines}"
