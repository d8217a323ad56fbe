"""The hours without texts of the people to whom messages go, as they are right now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from .. import sources
from ..models import Channel, Message, Subscriber, VerifiedAddress
from ..rules import quiet
from ..rules.policy import POLICIES

type Hours = tuple[dt.time, dt.time]
USUAL: Final[Hours] = (quiet.BEGIN, quiet.END)


def hours_of(messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Hours]:
    """By message id, the hours that its person chose, else the usual ones. A telephone that several
    people share is quiet in the hours of each of them: of those in which `now` (aware) lies, the
    ones that end last; where it lies in none, the ones that begin first. At most two queries."""
    asking = [
        each
        for each in messages
        if each.channel == Channel.TEXT
        and POLICIES[each.message_class].quiet
        and each.subscriber_uuid is not None
    ]
    people = {each.subscriber_uuid for each in asking if each.subscriber_uuid is not None}
    chosen = _of_people(people) if people else {}
    sharing = _of_numbers({each.address for each in asking}) if asking else {}
    found = {}
    for each in messages:
        theirs = {chosen.get(each.subscriber_uuid, USUAL), *sharing.get(each.address, ())}
        found[each.pk] = _last(theirs, now, zone_of(each))
    return found


def zone_of(message: Message) -> dt.tzinfo:
    """The recipient's zone; the district's where none is known."""
    return ZoneInfo(message.time_zone) if message.time_zone else sources.district_zone()


def _of_people(people: set[UUID]) -> dict[UUID | None, Hours]:
    rows = Subscriber.objects.filter(uuid__in=people, quiet_from__isnull=False)
    return {
        uuid: quiet.hours(begin, end)
        for uuid, begin, end in rows.values_list("uuid", "quiet_from", "quiet_until")
    }


def _of_numbers(numbers: set[str]) -> dict[str, set[Hours]]:
    """Those of everyone who gets texts at a number."""
    rows = VerifiedAddress.objects.filter(
        channel=Channel.TEXT,
        address__in=numbers,
        subscriber__subscriptions__channel=Channel.TEXT,
        subscriber__subscriptions__ended_at__isnull=True,
    ).distinct()
    found: dict[str, set[Hours]] = defaultdict(set)
    for number, begin, end in rows.values_list(
        "address", "subscriber__quiet_from", "subscriber__quiet_until"
    ):
        found[number].add(quiet.hours(begin, end))
    return found


def _last(several: set[Hours], now: dt.datetime, zone: dt.tzinfo) -> Hours:
    """When it is over, the others are asked of again."""
    if len(several) == 1:
        return next(iter(several))

    def end_and_begin(hours: Hours) -> tuple[dt.datetime, dt.timedelta]:
        begins = quiet.quiet_from(now, *hours, zone)
        return (
            quiet.quiet_until(now, *hours, zone) or now,
            now - begins if begins is not None else dt.timedelta.min,
        )

    return max(sorted(several), key=end_and_begin)
