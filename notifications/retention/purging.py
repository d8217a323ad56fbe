"""What the night deletes, with the report of it in the audit log."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings

from ..families.own_data.deleting import finish_deletions
from ..models import DigestItem, DigestRun, LegalHold, SkippedDigest, Suppression
from ..webhooks.services import forget_webhooks
from .families import forget_people, forget_requests
from .holds import standing_holds
from .messages import MOST, catch_up_barrier_answers, forget_addresses

RECORDS: Final = dt.timedelta(days=400)
"""Which digests were written and why someone got none: a school year and the summer after it."""
PURGED: Final = "messages.purged"
HELD: Final = "messages.purge_held"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each kind were deleted. `messages` lost their address; their rows stay.
    `deletions` are people whose own deletion had waited for the end of a legal hold."""

    requests: int = 0
    addresses: int = 0
    records: int = 0
    messages: int = 0
    answers: int = 0
    suppressions: int = 0
    payloads: int = 0
    events: int = 0
    deletions: int = 0

    @property
    def more(self) -> bool:
        """Whether messages may be left for another run."""
        return self.messages >= MOST

    def __str__(self) -> str:
        return ", ".join(f"{number} {name}" for name, number in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing was deleted, because of a legal hold."""

    hold: int
    since: dt.datetime
    more: bool = False

    def __str__(self) -> str:
        return f"nothing deleted: legal hold {self.hold} since {self.since:%Y-%m-%d}"


@transaction.atomic
def forget_old(*, now: dt.datetime) -> Forgotten | Held:
    """Delete requests that ran out, addresses of people who get nothing any more, old records, old
    addresses of messages, what providers said. All of it or none, and none while a legal hold
    stands; until the retention schedule is entered, only requests, and addresses that are on no
    message. Either is written into the audit log. `now` is aware."""
    hold = standing_holds().first()
    if hold is not None:
        return _held(hold, now)
    if not DistrictSettings.kept().retention_schedule:
        addresses = forget_people(now).addresses
        return _recorded(Forgotten(requests=forget_requests(now), addresses=addresses), now)
    deletions = finish_deletions(now=now)
    people = forget_people(now)
    limit = now - dt.timedelta(days=settings.MESSAGE_ADDRESSES_KEPT_DAYS)
    old = now - RECORDS
    records = people.items + DigestItem.objects.filter(created_at__lt=limit).delete()[0]
    records += SkippedDigest.objects.filter(at__lt=old).delete()[0]
    records += DigestRun.objects.filter(window_start__lt=old).delete()[0]
    payloads, events = forget_webhooks(now=now)
    done = Forgotten(
        requests=forget_requests(now),
        addresses=people.addresses,
        records=records,
        messages=forget_addresses(before=limit, now=now),
        answers=catch_up_barrier_answers(now),
        suppressions=Suppression.objects.filter(lifted_at__lt=limit).delete()[0],
        payloads=payloads,
        events=events,
        deletions=deletions,
    )
    return _recorded(done, now)


def _recorded(done: Forgotten, now: dt.datetime) -> Forgotten:
    record(action=PURGED, actor="nightly", at=now, **asdict(done))
    return done


def _held(hold: LegalHold, now: dt.datetime) -> Held:
    record(action=HELD, actor="nightly", at=now, hold=hold.pk)
    return Held(hold.pk, hold.since)
