"""`manage.py import_roster PATH [--dry-run] [--apply]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from district_cms.imports.importer import ImportRefused, described
from district_cms.imports.reading import in_order

from ...rosters.plan import ALL_SENTENCES, COUNTED, KINDS
from ...rosters.services import apply_delivery, read, stage


class Command(BaseCommand):
    """Reads a delivery of the student information system and prints what it changes."""

    help = (
        "Import a OneRoster zip or folder, or a CSV of classes. The plan waits in the editor for "
        "a person; with --apply it is applied, unless a person has to look."
    )

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--apply", action="store_true", help="apply it, unless it has to wait")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            roster = read(path, path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            with transaction.atomic():
                delivery = stage(roster, name=path.name, actor=None)
                transaction.set_rollback(options["dry_run"])
        except ImportRefused as error:
            lines = "\n".join(
                f"  {described(found, ALL_SENTENCES)}" for found in in_order(error.errors)
            )
            count = len(error.errors)
            raise CommandError(f"Nothing was stored. Mistakes: {count}\n{lines}") from error
        self._print(delivery.plan)
        if options["dry_run"]:
            self.stdout.write("Nothing was stored.")
        elif not options["apply"] or delivery.plan["reasons"]:
            self.stdout.write("It waits in the editor for a person, for 24 hours.")
        else:
            apply_delivery(delivery=delivery, actor=None)
            self.stdout.write("Applied. The queue makes the pages.")

    def _print(self, plan: dict[str, Any]) -> None:
        for note in plan["notes"]:
            self.stdout.write(f"  - {note}")
        for name in plan["new_schools"]:
            self.stdout.write(f"+ school {name}")
        for school in plan["schools"]:
            self.stdout.write(school["title"])
            for what in COUNTED:
                if not any(school[what].values()):
                    continue
                numbers = ", ".join(f"{school[what][kind]} {kind}" for kind in KINDS)
                self.stdout.write(f"  {what}: {numbers}")
            pages = [page for page in school["pages"] if page["page"]]
            without = len(school["pages"]) - len(pages)
            new = sum(page["is_new"] for page in pages)
            self.stdout.write(f"  pages: {len(pages)}, {new} new; {without} sections without")
        for reason in plan["reasons"]:
            self.stdout.write(f"! {reason}")
