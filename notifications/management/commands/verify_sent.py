"""Prove that what the log says of the messages that left is still so, or name what is not."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services import Skipped, check_sent


class Command(BaseCommand):
    help = (
        "Compare what left, as the log noted it each night, with the events of the outbox: “as it "
        "was noted”, or the first entry that differs. Exit code 1 then. Run `verify_log` as well: "
        "it proves that the notes themselves were not changed. Writes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_sent()
        self.stdout.write(f"{checked.entries:,} entries, {checked.events:,} events.")
        for sentence in _not_compared(checked.skipped):
            self.stdout.write(sentence)
        if checked.differs:
            raise CommandError(checked.differs)
        self.stdout.write("As it was noted.")


def _not_compared(skipped: Skipped) -> Iterator[str]:
    if skipped.deleted:
        first, last = skipped.first, skipped.last
        on = f"on {last}" if first == last else f"between {first} and {last}"
        yield (
            f"The words of {skipped.deleted:,} messages cannot be compared anymore (content was "
            f"deleted {on}): channel and sender are."
        )
    if skipped.unmarked:
        yield (
            f"{skipped.unmarked:,} messages cannot be compared: they were handed over before "
            "sender and words were noted, or by a number with spaces."
        )
    if skipped.early:
        yield (
            f"{skipped.early:,} entries are from before hand-overs were noted: their events are "
            "compared, their numbers by sender are not."
        )
