"""Compares the outbox with the daily log of sent messages, and reports the first difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services import check_sent


class Command(BaseCommand):
    help = (
        "Compare what left, as the log noted it each night, with the events of the outbox: “as it "
        "was noted”, or the first entry that differs. Exit code 1 then. Run `verify_log` as well: "
        "it proves that the notes themselves were not changed. Writes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_sent()
        self.stdout.write(f"{checked.entries:,} entries, {checked.events:,} events.")
        if checked.deleted:
            first, last = checked.first, checked.last
            on = f"on {last}" if first == last else f"between {first} and {last}"
            self.stdout.write(
                f"The words of {checked.deleted:,} messages cannot be compared anymore (content "
                f"was deleted {on}): channel and sender are."
            )
        if checked.differs:
            raise CommandError(checked.differs)
        self.stdout.write("As it was noted.")
