"""Suppressing addresses, and letting them get messages again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import Channel, Suppression
from ..providers.registry import channels_in_use, make_provider
from ..rules.masking import mask_address
from .rules import Cause, check_can_lift
from .stops_file import note_stops


@dataclass(frozen=True, slots=True)
class Found:
    """What a provider says of an address. `evidence` is in its words, without the address."""

    address: str
    channel: str
    cause: Cause
    since: dt.datetime
    evidence: str = ""
    message: UUID | None = None


@transaction.atomic
def suppress(found: Iterable[Found]) -> int:
    """Write them down, in one statement; those that are there already stay as they are.

    Returns how many there were to write, each once. What is sent at this moment is not called back.
    """
    once = {(each.address, each.channel, each.cause): each for each in found}
    if not once:
        return 0
    Suppression.objects.bulk_create(
        [
            Suppression(
                address=each.address,
                channel=each.channel,
                cause=each.cause.value,
                since=each.since,
                evidence=each.evidence[:300],
                message_uuid=each.message,
            )
            for each in once.values()
        ],
        ignore_conflicts=True,
    )
    note_stops([asdict(each) for each in once.values()])
    return len(once)


def lift(*, suppression: Suppression, by: User, reason: str) -> None:
    """The office's decision that an address gets messages again.

    Raises `LiftRefused` where it may not (`rules`), and `NotProcessed` or `Unclear` where the
    provider keeps a list of its own and could not be asked to remove the address: then nothing is
    changed, because mail to it would still be thrown away there.
    """
    cause = Cause(suppression.cause)
    check_can_lift(cause, reason=reason, by_owner=False)
    # Asked first, and outside the transaction: the database is not held while a provider works.
    if suppression.channel in channels_in_use():
        make_provider(suppression.channel).forget_address(suppression.address, cause)
    with transaction.atomic():
        changed = (
            Suppression.objects.active()
            .filter(pk=suppression.pk)
            .update(lifted_at=timezone.now(), lifted_by=str(by)[:254], lifted_reason=reason[:500])
        )
        if changed:
            record(
                action="suppression_lifted",
                actor=by,
                address=mask_address(suppression.address),
                channel=suppression.channel,
                cause=suppression.cause,
                suppression=suppression.pk,
                reason=reason,
            )


@transaction.atomic
def lift_by_owner(*, address: str, channel: str = Channel.TEXT, how: str) -> int:
    """The owner allows messages again, by what only the owner can do, such as a text "START".

    Lifts a stop, and nothing that says that the address does not work. `how` is kept. Returns how
    many suppressions were lifted.
    """
    lifted = (
        Suppression.objects.active()
        .filter(address=address, channel=channel, cause=Cause.STOP.value)
        .update(lifted_at=timezone.now(), lifted_by="owner", lifted_reason=how[:500])
    )
    if lifted:
        record(
            action="suppression_lifted",
            actor="owner",
            address=mask_address(address),
            channel=channel,
            cause=Cause.STOP.value,
            reason=how,
        )
    return lifted
