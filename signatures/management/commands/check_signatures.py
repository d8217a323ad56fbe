"""`manage.py check_signatures DIR [--csv]`."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from district_cms.web.tables.spreadsheets import harmless

from ...checking.folder import check_folder

COLUMNS = ("file", "code", "clause", "strength", "excerpt")


class Command(BaseCommand):
    """Prints what the check finds in each file of a folder; changes and keeps nothing."""

    help = "Check the signatures in a folder of .htm, .eml and .txt files: a line per finding."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--csv", action="store_true", help="write CSV, with a line of names")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        checked = check_folder(folder, timezone.localdate())
        rows = [
            (name, found.code, found.clause_id, str(found.strength), found.excerpt)
            for name, findings in checked.items()
            for found in findings
        ]
        if options["csv"]:
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerows([COLUMNS, *(map(harmless, row) for row in rows)])
            return
        for row in rows:
            self.stdout.write("  ".join(map(_printable, filter(None, row))))
        clean = sum(not findings for findings in checked.values())
        self.stdout.write(
            f"Files: {len(checked)}. Without a finding: {clean}. Findings: {len(rows)}."
        )


def _printable(text: str) -> str:
    """The text without what would command a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
