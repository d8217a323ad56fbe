"""`manage.py import_calendar FILE --year 2026-27 [--replace] [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any, override

from district_cms.imports.commands import ImportCommand

from ...calendar.services import CalendarImporter
from ..years import school_year


class Command(ImportCommand):
    """Imports the days without school and the terms of a year from a CSV or iCalendar file."""

    help = "Import days without school and terms of a school year from a CSV or iCalendar file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, help="the school year, like 2026-27")
        parser.add_argument(
            "--replace", action="store_true", help="remove days that are not in the file"
        )

    @override
    def get_importer(self, options: dict[str, Any]) -> CalendarImporter:
        year = school_year(options["year"])
        return CalendarImporter(year, replace=options["replace"])
