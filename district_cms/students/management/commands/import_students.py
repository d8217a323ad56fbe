"""`manage.py import_students FILE --year 2026-27 [--add-only] [--shorter] [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any, override

from district_cms.imports.commands import ImportCommand
from district_cms.schools.management.years import school_year

from ...services import StudentImporter


class Command(ImportCommand):
    """Imports the list of high-school students of a school year from a CSV file."""

    help = "Import the list of high-school students of a school year from a CSV file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, help="the school year, like 2026-27")
        parser.add_argument("--add-only", action="store_true", help="remove nobody")
        parser.add_argument("--shorter", action="store_true", help="allow removing most of them")

    @override
    def get_importer(self, options: dict[str, Any]) -> StudentImporter:
        year = school_year(options["year"])
        return StudentImporter(year, replace=not options["add_only"], shorter=options["shorter"])
