"""Suppresses addresses and lifts suppressions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.bulk_sql import one_of

from ..models import Channel, Suppression
from ..providers.registry import channels_in_use, make_provider
from ..rules.masking import mask_address
from .rules import Cause, check_can_lift
from .stops import note_stops


def suppressed(addresses: Iterable[str]) -> dict[tuple[str, str], list[Cause]]:
    """Returns the causes for which addresses are suppressed now, by (address, channel). One
    query."""
    rows = (
        Suppression.objects.active().filter(address__in=one_of(str, set(addresses))).order_by("pk")
    )
    causes: dict[tuple[str, str], list[Cause]] = {}
    for address, channel, cause in rows.values_list("address", "channel", "cause"):
        causes.setdefault((address, channel), []).append(Cause(cause))
    return causes


@dataclass(frozen=True, slots=True)
class ProviderReport:
    """A provider's report about an address. `evidence` is in its words, without the address."""

    address: str
    channel: str
    cause: Cause
    since: dt.datetime
    evidence: str = ""
    message: UUID | None = None


@transaction.atomic
def suppress(reports: Iterable[ProviderReport]) -> int:
    """Suppress the reported addresses, in one statement; existing suppressions do not change.

    Returns the number of distinct reports. What is being sent now is not called back.
    """
    once = {(each.address, each.channel, each.cause): each for each in reports}
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
    """Lift a suppression, by the office's decision.

    Raises `LiftRefused` if it may not be lifted (`rules`), and `NotProcessed` or `Unclear` if the
    provider keeps its own list and could not be asked to remove the address. Then nothing changes,
    because the provider would still throw away mail to it.
    """
    cause = Cause(suppression.cause)
    check_can_lift(cause, reason=reason, by_owner=False)
    # Asked first and outside the transaction, so that the database is not locked while a provider
    # works.
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
    """Lift a stop because the owner allows messages again, by something that only the owner can do,
    such as texting "START".

    Does not lift suppressions that say that the address does not work. `how` is stored. Returns the
    number of lifted suppressions.
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
