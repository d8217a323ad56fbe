"""Compares what families get with what they agreed to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...consent.agreeing import disagreements
from ...models import Subscription
from ...suppressions.stops_file import unknown


class Command(BaseCommand):
    help = (
        "Compare the subscriptions with the record of consent; fails and names the people, by "
        "their ids, where the two say different things."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if behind := len(unknown()):
            raise CommandError(
                f"A restored backup does not know {behind} stops: run cancel_restored_mail --yes."
            )
        found = list(disagreements())
        for person, too_many, missing in found:
            self.stdout.write(
                f"{person}: {len(too_many)} subscriptions that nobody agreed to, "
                f"{len(missing)} agreed to and not there"
            )
        if found:
            raise CommandError(f"{len(found)} people get something else than they agreed to.")
        active = Subscription.objects.active().count()
        self.stdout.write(f"All {active} subscriptions stand in the record of consent.")
