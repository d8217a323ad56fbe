"""Who was invited, who refused, and whom a waiting letter may still reach."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.web.bulk_sql import one_of

from ...models import Channel, Guardian, GuardianSettings, Invitation
from ..reach import reachable

LINK_FOR: Final = dt.timedelta(days=14)
REMIND_AFTER: Final = dt.timedelta(days=7)
FORGET_AFTER: Final = dt.timedelta(days=400)


def needs_reminder(invitation: Invitation, now: dt.datetime) -> bool:
    """Returns True once, from `REMIND_AFTER` until the link ends, while there is no answer."""
    if invitation.sent_at is None or invitation.expires_at <= now:
        return False
    reacted = invitation.answered_at or invitation.refused_at or invitation.reminded_at
    return not reacted and invitation.sent_at + REMIND_AFTER <= now


@transaction.atomic
def refuse(invitation: Invitation) -> None:
    """Never invite the address again, whatever a later contact file says. A waiting letter is not
    sent."""
    row = Invitation.objects.filter(pk=invitation.pk, refused_at=None)
    if row.update(refused_at=timezone.now()):
        record(action="invitation.refused", actor="the person", invitation=invitation.pk)


def still_invited(addresses: Collection[str], now: dt.datetime) -> set[str]:
    """Returns the addresses that a waiting letter may still reach: the district may contact them,
    and their owners neither answered nor refused. At most three queries."""
    if not GuardianSettings.load().send_letters:
        return set()
    wanted = one_of(str, addresses)
    pairs = reachable(Channel.EMAIL, on=timezone.localdate(now)).filter(guardian__email__in=wanted)
    silent = Invitation.objects.filter(address__in=wanted, answered_at=None, refused_at=None)
    allowed = set(pairs.values_list("guardian__email", flat=True))
    return allowed.intersection(silent.values_list("address", flat=True))


def forget_unanswered(now: dt.datetime) -> int:
    """Delete old invitations without an answer to addresses that are no guardian's any more; an
    answer stays, so that nobody is invited again. Returns the number."""
    listed = Guardian.objects.exclude(email="").values("email")
    rows = Invitation.objects.filter(answered_at=None, refused_at=None)
    rows = rows.filter(expires_at__lt=now - FORGET_AFTER).exclude(address__in=listed)
    return int(rows.delete()[0])
