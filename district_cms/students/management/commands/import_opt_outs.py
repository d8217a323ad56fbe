"""`manage.py import_opt_outs FILE [--complete] [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any, override

from district_cms.imports.commands import ImportCommand

from ...decisions.importer import DecisionImporter


class Command(ImportCommand):
    """Imports opt-outs of directory information and releases from a CSV file."""

    help = "Import opt-outs of directory information and releases of students from a CSV file."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--complete", action="store_true", help="it has all releases")

    @override
    def get_importer(self, options: dict[str, Any]) -> DecisionImporter:
        return DecisionImporter(complete=options["complete"])
