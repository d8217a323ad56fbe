"""`manage.py turn_year 2026-27 [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from district_cms.schools.management.years import school_year

from ...turnover.services import NotOver, close, state_of


class Command(BaseCommand):
    help = "Close a school year that is over, and say how far the next one is prepared."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", help="the school year to close, such as 2026-27")
        parser.add_argument("--dry-run", action="store_true", help="only print what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        year = school_year(options["year"])
        state = state_of(year)
        self.stdout.write(render_to_string("classroom/admin/turnover/report.txt", state).strip())
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        try:
            for _piece in close(year=year, actor=None):
                pass
        except NotOver as error:
            words = render_to_string("classroom/admin/turnover/not_over.txt", state)
            raise CommandError(words.strip()) from error
        self.stdout.write(f"{year} is closed.")
