"""The base of commands that import a file: `manage.py NAME FILE [...] [--dry-run]`."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from .importer import SIGNS, Importer, ImportRefused, described, totals
from .reading import Located, Plan, in_order


class ImportCommand(BaseCommand, ABC):
    """Prints what changed; with `--dry-run`, what would change."""

    @abstractmethod
    def get_importer(self, options: dict[str, Any]) -> Importer[Any]:
        """Returns the importer for the arguments. Raises `CommandError` if they name none."""

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would change")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        importer = self.get_importer(options)
        try:
            rows = importer.read(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            plan = importer.plan(rows) if options["dry_run"] else importer.apply(rows)
        except ImportRefused as error:
            raise CommandError(_listed(importer, error.errors)) from error
        if plan.errors:
            raise CommandError(_listed(importer, plan.errors))
        self._print(importer, plan, dry_run=options["dry_run"])

    def _print(self, importer: Importer[Any], plan: Plan, *, dry_run: bool) -> None:
        for note in plan.notes:
            self.stdout.write(f"  - {described(note, importer.sentences)}")
        for warning in importer.warnings(plan):
            self.stdout.write(f"  ! {warning}")
        for change in () if importer.confidential else plan.changes:
            displayed = importer.show(change)
            self.stdout.write(f"  {SIGNS[change.kind]} {displayed.what}: {displayed.text}")
        self.stdout.write(f"{totals(plan)}{' (nothing was saved)' if dry_run else ''}.")


def _listed(importer: Importer[Any], errors: tuple[Located, ...]) -> str:
    lines = "\n".join(f"  {described(error, importer.sentences)}" for error in in_order(errors))
    return f"Nothing was changed. Mistakes in the file: {len(errors)}\n{lines}"
