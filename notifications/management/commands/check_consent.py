"""Compares subscriptions with the consent record."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from ...consent.rules import Entry, standing
from ...models import ConsentRecord, Subscription
from ...suppressions.stops import unknown_stops

type Agreed = set[tuple[str, str, UUID]]


def disagreements() -> Iterator[tuple[UUID, Agreed, Agreed]]:
    """Yields each person whose subscriptions and record disagree: subscriptions without consent,
    and consents without a subscription. Reads both tables once."""
    running: dict[UUID, Agreed] = defaultdict(set)
    rows = Subscription.objects.active().order_by()
    for person, channel, scope, page in rows.values_list(
        "subscriber__uuid", "channel", "scope", "page_uuid"
    ):
        running[person].add((channel, scope, page))
    for person, agreed in _agreed():
        runs = running.pop(person, set())
        if runs != agreed:
            yield person, runs - agreed, agreed - runs
    for person, runs in running.items():
        yield person, runs, set()


def _agreed() -> Iterator[tuple[UUID, Agreed]]:
    rows = ConsentRecord.objects.order_by("subscriber_uuid", "pk").values_list(
        "subscriber_uuid", "act", "channel", "scope", "page_uuid"
    )
    for person, record in groupby(rows.iterator(), key=lambda row: row[0]):
        yield (
            person,
            standing(
                Entry(act == ConsentRecord.Act.GIVEN, channel, scope, page)
                for _person, act, channel, scope, page in record
            ),
        )


class Command(BaseCommand):
    help = (
        "Compare the subscriptions with the record of consent; fails and names the people, by "
        "their ids, where the two say different things."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if behind := len(unknown_stops()):
            raise CommandError(
                f"A restored backup does not know {behind} stops: run cancel_restored_mail --yes."
            )
        people = list(disagreements())
        for person, too_many, missing in people:
            self.stdout.write(
                f"{person}: {len(too_many)} subscriptions that nobody agreed to, "
                f"{len(missing)} agreed to and not there"
            )
        if people:
            raise CommandError(f"{len(people)} people get something else than they agreed to.")
        active = Subscription.objects.active().count()
        self.stdout.write(f"All {active} subscriptions stand in the record of consent.")
