"""Proves that nothing in the log was changed, or names the first row that was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ... import triggers
from ...verifying import Verified, verify_log

PROGRESS_EACH = 100_000


class Command(BaseCommand):
    help = (
        "Verify the log and the evidence against the chain. Prints counts and “nothing was "
        "changed”, or the first row that was changed. Exit code 1 for a changed row, or if the "
        "database has lost the triggers that refuse changes. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            default="",
            metavar="HASH",
            help="The hash of the head after an earlier run: the chain must contain it. Only this "
            "detects an end that was cut off together with its head.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verified = verify_log(expect=options["expect"].strip().lower(), progress=self._progress)
        self._print(verified)
        if verified.broken:
            raise CommandError(verified.broken)
        self.stdout.write("Nothing was changed.")
        if lost := triggers.lost():
            raise CommandError(
                f"But the database does not refuse changes now: {', '.join(lost)} "
                "is missing or altered. `manage.py migrate` installs what is missing."
            )

    def _progress(self, rows: int) -> None:
        if rows % PROGRESS_EACH == 0:
            self.stderr.write(f"{rows:,} rows …")
            self.stderr.flush()

    def _print(self, verified: Verified) -> None:
        by_name = ", ".join(f"{name} {rows:,}" for name, rows in sorted(verified.rows.items()))
        self.stdout.write(f"As they were sealed: {verified.sequence:,} rows ({by_name or 'none'}).")
        if verified.emptied:
            self.stdout.write(f"Without details, by the retention rule: {verified.emptied:,}.")
        if verified.late:
            self.stdout.write(f"Sealed more than a week after their own time: {verified.late:,}.")
        if not verified.broken:
            self.stdout.write(f"Waiting for their seal: {verified.waiting:,}.")
            self.stdout.write(f"Head: {verified.sequence} {verified.hash}")
