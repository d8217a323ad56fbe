"""`manage.py export_signatures --out DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...export.files import NotEmpty, export_signatures


class Command(BaseCommand):
    """Writes everyone's signature into a folder."""

    help = (
        "Write everyone's signature into a folder: .htm and .txt, lists with checksums, and "
        "scripts for Google Workspace and Exchange Online."
    )

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        try:
            result = export_signatures(
                folder, now=timezone.now(), actor="export_signatures", progress=self._progress
            )
        except NotEmpty as error:
            raise CommandError(f"{folder} is not empty. Name a new folder.") from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        for name, why in result.left_out:
            self.stdout.write(f"  - {name}: {why}")
        self.stdout.write(
            f"{len(result.rows)} signatures in {folder}, {len(result.left_out)} left out."
        )

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total}")
