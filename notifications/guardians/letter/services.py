"""Writes letters and reminders, and starts the subscriptions of a yes."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cache, partial
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from district_cms.audit_log.services import record
from district_cms.web.bulk_sql import one_of
from district_cms.web.mail import site_root

from ...consent import services as consent
from ...consent import wording
from ...consent.students import may_follow, standings
from ...families import mails
from ...families.preferences.services import key_of
from ...families.tokens import hash_of, letter_token, letter_urls
from ...models import (
    Channel,
    ConsentRecord,
    GuardianSettings,
    Invitation,
    MessageClass,
    VerifiedAddress,
)
from ...services.enqueue import Draft, enqueue_many
from ...suppressions.services import suppressed
from ..reach import reachable
from . import writing
from .invitations import LINK_FOR, needs_reminder
from .offers import Offer, offers

AT_ONCE: Final = 500
"""Addresses in one transaction."""


class Written(NamedTuple):
    """How many letters and reminders; `last` is the last address that was read, if some are
    left."""

    letters: int = 0
    reminders: int = 0
    last: str = ""


def write_letters(*, after: str = "", now: dt.datetime | None = None) -> Written:
    """Write the letters and reminders that are due to the first addresses after `after`, where the
    district turned letters on. Two runs at once write each of them once."""
    if not GuardianSettings.load().send_letters:
        return Written()
    try:
        return _write(after, now or timezone.now())
    except IntegrityError:  # another run writes them
        return Written()


@transaction.atomic
def _write(after: str, now: dt.datetime) -> Written:
    today = timezone.localdate(now)
    pairs = reachable(Channel.EMAIL, on=today).filter(guardian__email__gt=after)
    rows = pairs.order_by("guardian__email").values_list("guardian__email", flat=True).distinct()
    addresses = list(rows[:AT_ONCE])
    _note_signed_up(addresses, now)
    earlier = Invitation.objects.filter(address__in=one_of(str, addresses))
    known = {each.address: each for each in earlier}
    due = [each for each in addresses if each not in known or needs_reminder(known[each], now)]
    refused = standings(due).keys() | {to for to, by in suppressed(due) if by == Channel.EMAIL}
    letters, reminders = [], []
    for address, offer in offers([each for each in due if each not in refused], today).items():
        if not any(place.offers for place in offer.places):
            continue  # until a teacher offers email
        if address in known:
            reminders.append((known[address], offer))
        else:
            letters.append((_new(address, now, sent_at=now), offer))
    Invitation.objects.bulk_create(invitation for invitation, _offer in letters)
    again = [invitation.pk for invitation, _offer in reminders]
    Invitation.objects.filter(pk__in=one_of(int, again)).update(reminded_at=now)
    _enqueue(letters, reminder=False)
    _enqueue(reminders, reminder=True)
    done = {"letters": len(letters), "reminders": len(reminders)}
    if any(done.values()):
        record(action="invitations.sent", actor="nightly", at=now, **done)
    return Written(**done, last=addresses[-1] if len(addresses) == AT_ONCE else "")


def _note_signed_up(addresses: Collection[str], now: dt.datetime) -> None:
    """Note whose owners signed up by themselves, also if they stop everything later and their
    address is deleted: they are never invited."""
    own = VerifiedAddress.objects.filter(
        channel=Channel.EMAIL, address__in=one_of(str, addresses)
    ).exclude(address__in=Invitation.objects.values("address"))
    Invitation.objects.bulk_create(
        _new(address, now, sent_at=None, answered_at=now)
        for address in own.values_list("address", flat=True)
    )


def _new(address: str, now: dt.datetime, **fields: dt.datetime | None) -> Invitation:
    secret = hash_of(letter_token(address, now))
    return Invitation(address=address, token_hash=secret, expires_at=now + LINK_FOR, **fields)


def _enqueue(some: Sequence[tuple[Invitation, Offer]], *, reminder: bool) -> None:
    root, kind = site_root(), "letter-reminder" if reminder else "letter"
    words_of = cache(partial(writing.letter, reminder=reminder))
    drafts = []
    for each, offer in some:
        assert each.sent_at is not None
        schools = tuple(dict.fromkeys(place.school for place in offer.places))
        words = words_of(offer.language, schools, timezone.localdate(each.expires_at))
        token = letter_token(each.address, each.sent_at)
        links = dict(zip(writing.LINKS, letter_urls(token, root), strict=True))
        key = f"{kind}:{each.pk}"
        drafts.append(Draft(each.address, words, words.name, offer.language, links, dedupe_key=key))
    enqueue_many(drafts, message_class=MessageClass.INVITATION)


@transaction.atomic
def accept(
    *, invitation: Invitation, keys: Collection[str], language: str, now: dt.datetime | None = None
) -> None:
    """Subscribe the invited address, and no other, to those of the displayed classes (`keys`) that
    it may still be invited to, because its owner pressed the button. Pressing it again changes
    nothing, even after the messages were stopped."""
    now = now or timezone.now()
    offer = offers([invitation.address], timezone.localdate(now)).get(invitation.address)
    listed = [
        each for each in (offer.places if offer else ()) if key_of("class", each.page) in keys
    ]
    silent = Invitation.objects.filter(pk=invitation.pk, answered_at=None, refused_at=None)
    if not listed or not silent.filter(expires_at__gt=now).update(answered_at=now):
        return
    person = consent.owner_of_address(invitation.address, language, now)
    source, proof = ConsentRecord.Source.LETTER, ConsentRecord.Proof.BUTTON
    with translation.override(language):
        words = wording.by_letter(listed)
    evidence = consent.Evidence(words, language, source, proof, asked_at=invitation.sent_at)
    if allowed := may_follow(person.pk, listed):
        for place in allowed:
            consent.begin(
                subscriber=person,
                channel=Channel.EMAIL,
                scope=place.scope,
                page=(place.page, place),
                evidence=evidence,
                now=now,
            )
        mails.send_preferences_link(subscriber=person, address=invitation.address)
