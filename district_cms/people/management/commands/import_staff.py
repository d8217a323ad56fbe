"""`manage.py import_staff FILE [--replace] [--shorter] [--accounts] [--roles] [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any, override

from district_cms.imports.commands import ImportCommand

from ...staff_file.importer import StaffImporter


class Command(ImportCommand):
    """Imports a list of staff from a CSV file."""

    help = "Import a list of staff from a CSV file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--replace", action="store_true", help="people not in the file have left"
        )
        parser.add_argument("--shorter", action="store_true", help="allow that many people leave")
        parser.add_argument("--accounts", action="store_true", help="create accounts and invite")
        parser.add_argument(
            "--roles", action="store_true", help="end roles at schools that are not in the file"
        )

    @override
    def get_importer(self, options: dict[str, Any]) -> StaffImporter:
        return StaffImporter(
            None,
            replace=options["replace"],
            shorter=options["shorter"],
            accounts=options["accounts"],
            roles=options["roles"],
        )
