"""`manage.py import_staff FILE [--replace] [--shorter] [--accounts] [--roles] [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any, override

from district_cms.imports.commands import ImportCommand

from ...staff_file.importer import StaffImporter


class Command(ImportCommand):
    """Takes a list of staff from a CSV file."""

    help = "Import a list of staff from a CSV file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--replace", action="store_true", help="whoever is not in it has left")
        parser.add_argument("--shorter", action="store_true", help="so many are meant to go")
        parser.add_argument("--accounts", action="store_true", help="make accounts, and invite")
        parser.add_argument("--roles", action="store_true", help="roles not in it have ended")

    @override
    def get_importer(self, options: dict[str, Any]) -> StaffImporter:
        return StaffImporter(
            None,
            replace=options["replace"],
            shorter=options["shorter"],
            accounts=options["accounts"],
            roles=options["roles"],
        )
