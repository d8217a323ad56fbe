"""Who was invited, who refused, and whom a waiting letter may still reach."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.web.bulk_sql import one_of

from ...families.tokens import hash_of
from ...models import Channel, Guardian, GuardianSettings, Invitation
from ..reach import reachable

LINK_FOR: Final = dt.timedelta(days=14)
REMIND_AFTER: Final = dt.timedelta(days=7)
"""The one reminder has the link of the letter, which then works for the rest of its time."""
FORGET_AFTER: Final = dt.timedelta(days=400)


def needs_reminder(invitation: Invitation, now: dt.datetime) -> bool:
    """Returns True once, from `REMIND_AFTER` until the link ends, while there is no answer."""
    if invitation.sent_at is None or invitation.expires_at <= now:
        return False
    silent = invitation.answered_at is None and invitation.refused_at is None
    return silent and invitation.reminded_at is None and invitation.sent_at + REMIND_AFTER <= now


def invitation_of(token: str) -> Invitation | None:
    """Returns the invitation of a letter's link, even if it ended; None for any other link."""
    return Invitation.objects.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def refuse(addresses: Collection[str], *, by: str, now: dt.datetime | None = None) -> None:
    """Never invite these addresses, whatever a later contact file says; also those that got no
    letter. A waiting letter is not sent."""
    now = now or timezone.now()
    own = Invitation.objects.filter(address__in=one_of(str, addresses))
    refused = own.filter(refused_at=None).update(refused_at=now)
    new = set(addresses) - set(own.values_list("address", flat=True))
    # Nobody has the secret: no letter was sent.
    Invitation.objects.bulk_create(
        Invitation(
            address=address,
            token_hash=hash_of(secrets.token_urlsafe()),
            sent_at=None,
            expires_at=now,
            refused_at=now,
        )
        for address in new
    )
    if refused or new:
        record(action="invitations.refused", actor=by, at=now, invitations=refused + len(new))


def refuse_if_listed(address: str, *, now: dt.datetime | None = None) -> None:
    """Remember for a guardian's address that its owner stopped all email: the address of the
    subscription is deleted later."""
    if Guardian.objects.filter(email=address).exists():
        refuse([address], by="the person", now=now)


def still_invited(addresses: Collection[str], now: dt.datetime) -> set[str]:
    """Returns the addresses that a waiting letter may still reach: the district may contact them,
    and their owners neither answered nor refused. At most three queries."""
    if not GuardianSettings.load().send_letters:
        return set()
    wanted = one_of(str, addresses)
    pairs = reachable(Channel.EMAIL, on=timezone.localdate(now)).filter(guardian__email__in=wanted)
    silent = Invitation.objects.filter(address__in=wanted, answered_at=None, refused_at=None)
    return set(pairs.values_list("guardian__email", flat=True)) & set(
        silent.values_list("address", flat=True)
    )


def forget_unanswered(now: dt.datetime) -> int:
    """Delete old invitations without an answer to addresses that are no guardian's any more. What
    was answered or refused stays, so that nobody is invited again. Returns the number."""
    listed = Guardian.objects.exclude(email="").values("email")
    rows = Invitation.objects.filter(answered_at=None, refused_at=None)
    rows = rows.filter(expires_at__lt=now - FORGET_AFTER).exclude(address__in=listed)
    return int(rows.delete()[0])
