"""Prepares the outbox after a restored backup: applies families' stops and cancels waiting
messages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...consent.services import finish_restore
from ...digests.services import write_due_digests
from ...models import Channel, Message
from ...rules.state import State
from ...suppressions.stops import unknown_stops


class Command(BaseCommand):
    help = (
        "After a backup was put back, stop again what families had stopped, and cancel what waits "
        "in its outbox: it may have been sent since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes", action="store_true", help="Apply and cancel; without it both are only counted."
        )

        parser.add_argument(
            "--digests",
            action="store_true",
            help="Also write off the digests that are due: they went out after the backup was "
            "made, so the restored website does not know of them.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["digests"] and options["yes"]:
            for channel in Channel:
                written = write_due_digests(channel=channel)
                while written.go_on_after:
                    written = write_due_digests(channel=channel, after=written.go_on_after)
        waiting = Message.objects.filter(state__in=(State.READY, State.CLAIMED)).count()
        if not options["yes"]:
            raise CommandError(
                f"{len(unknown_stops())} stops of families are not known, and {waiting} messages "
                "wait. Stop the worker, then add --yes to apply the stops and cancel the messages: "
                "they may have been sent after the backup was made. The Outbox lists them "
                "afterwards."
            )
        stops, canceled = finish_restore()
        self.stdout.write(f"{stops} stops of families were applied again.")
        self.stdout.write(f"{canceled} messages were canceled; the Outbox lists them.")
