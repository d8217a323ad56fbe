"""Nothing of a restored outbox is sent a second time, and what families stopped stays so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...consent.restoring import apply_stops
from ...digests.services import write_due_digests
from ...models import Channel, Message
from ...rules.state import State
from ...services import cancel_what_waits
from ...suppressions.stops_file import unknown


class Command(BaseCommand):
    help = (
        "After a backup was put back, cancel what waits in its outbox: it may have been sent since; "
        "and stop again what families had stopped meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes", action="store_true", help="Cancel; without it the messages are only counted."
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
                f"{waiting} messages wait. Stop the worker, then add --yes to cancel them: they "
                "may have been sent after the backup was made. The Outbox lists them afterwards. "
                f"{len(unknown())} stops of families are applied again then."
            )
        with transaction.atomic():
            applied, canceled = apply_stops(), cancel_what_waits()
        if applied:
            self.stdout.write(f"{applied} stops of families were applied again.")
        self.stdout.write(f"{canceled} messages were canceled; the Outbox lists them.")
