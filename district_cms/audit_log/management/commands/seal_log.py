"""Seals new rows of the log now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...sealing import seal_log


class Command(BaseCommand):
    help = "Seal new rows of the log and of the evidence into the chain; the worker does it too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--late",
            action="store_true",
            help="Also seal rows older than a week, which the worker leaves to a person.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seal_log(late=options["late"])
        self.stdout.write(f"{str(sealed)[0].upper()}{str(sealed)[1:]}.")
        if sealed.late:
            self.stdout.write(
                f"{sealed.late} of them were older than a week; the log records this."
            )
