"""Verifies that a number belongs to the person who typed it: a code is sent there and typed back.

The screen says the same whether the number is known, new or stopped.
"""

import datetime as dt
import logging
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from district_cms.web.rate_limits import Limit, count, count_up, give_back, start_over

from ..consent import services as consent
from ..consent.services import is_stopped
from ..families import mails
from ..families.limits import TooManyNumbers, count_tries, tries
from ..families.tokens import hash_of, new_confirm_token
from ..models import PendingNumber, Subscriber
from ..rules.masking import mask_address
from ..sources import Place
from . import messages as sending
from .numbers import CODE_FOR, TRIES, hash_of_code, is_code, new_code

HOUR: Final = dt.timedelta(hours=1)
CODES_AN_HOUR: Final = 300
"""Once this many codes of an hour were not typed back, no more are sent, so that no stranger can
run up the district's bill."""


class NotOffered(Exception):
    """No class of this page offers texts."""


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # too late, or too many tries


@transaction.atomic
def request_code(
    *,
    number: str,
    wording: str,
    language: str,
    place: Place | None = None,
    subscriber: Subscriber | None = None,
    now: dt.datetime | None = None,
) -> str:
    """Send a code to the number; returns the secret of the page where it is typed back.

    With a `place` the code starts texts of that page for the owner of the number. With a
    `subscriber` it adds the number to that person. `wording` is what the person read; without it,
    the code only opens that person's family page. Raises `NotOffered`.
    """
    if place is not None and not place.offers_texts:
        raise NotOffered(place.title)
    now = now or timezone.now()
    token, token_hash = new_confirm_token()
    digits = new_code()
    PendingNumber.objects.create(
        token_hash=token_hash,
        code_hash=hash_of_code(digits, token_hash),
        number=number,
        subscriber_uuid=subscriber.uuid if subscriber else None,
        scope=place.scope if place else "",
        page_uuid=place.page if place else None,
        wording=wording,
        language=language,
        created_at=now,
        expires_at=now + CODE_FOR,
    )
    # A stopped number gets no texts, not even a code: only its owner's START lifts that.
    if not is_stopped(number) and (subscriber is None or subscriber.pk):
        sending.send_code(number=number, digits=digits, language=language, key=token_hash, now=now)
    return token


def may_send_codes(now: dt.datetime, *, own_page: bool = False) -> bool:
    """Returns True if fewer than `CODES_AN_HOUR` codes of the hour before `now` (aware) were not
    typed back: of codes from public pages, or of codes from people's own pages.

    The latter are counted separately: they require a code from the person's mailbox first, so a
    stranger who blocks the public forms by typing numbers does not block these.
    """
    last_hour = PendingNumber.objects.filter(expires_at__gt=now - HOUR + CODE_FOR)
    own = Q(subscriber_uuid__isnull=False) & ~Q(wording="")
    unproved = last_hour.filter(own if own_page else ~own, confirmed_at=None)
    return unproved.count() < CODES_AN_HOUR


def pending_of(token: str, now: dt.datetime | None = None) -> PendingNumber | None:
    """Returns the request behind the address of a page; None if it expired or never existed."""
    now = now or timezone.now()
    return PendingNumber.objects.filter(token_hash=hash_of(token), expires_at__gt=now).first()


@transaction.atomic
def type_back(*, pending: PendingNumber, code: str, now: dt.datetime | None = None) -> Outcome:
    """Check a typed code; the right one starts the requested subscription, once.

    The try is counted before the code is compared, so that two requests at once cannot share a try.
    """
    now = now or timezone.now()
    rows = PendingNumber.objects.filter(pk=pending.pk, confirmed_at__isnull=True)
    if not rows.filter(tries__lt=TRIES, expires_at__gt=now).update(tries=F("tries") + 1):
        return Outcome.OVER
    if not is_code(code, pending.code_hash, pending.token_hash):
        return Outcome.WRONG
    if not rows.update(confirmed_at=now):
        return Outcome.OVER
    if not pending.wording:
        return Outcome.RIGHT
    proof = consent.give_by_code(pending=pending, now=now)
    # For an additional number of someone who gets texts, texts start there too.
    begins = proof.subscription is not None or (proof.new and proof.subscriber.gets_texts)
    if pending.subscriber_uuid is not None:
        consent.join_number(owner=proof.subscriber, number=pending.number, now=now)
    if pending.subscriber_uuid is not None and proof.new:
        mails.send_number_added(subscriber=proof.subscriber, number=mask_address(pending.number))
    if begins:
        sending.send_welcome(
            number=pending.number, language=pending.language, key=pending.token_hash
        )
    return Outcome.RIGHT


log = logging.getLogger("district.outbox")

CODES_BY_NUMBER: Final = Limit("text.number", 3, 60 * 60)
CODES_BY_NUMBER_AND_DAY: Final = Limit("text.number-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("text.client", 40, 60 * 60)
TRIES_BY_NUMBER: Final = tries("text.tries-number")
TRIES_BY_CLIENT: Final = Limit("text.tries-client", 120, 60 * 60)


def count_request(*, number: str, client: str, own_page: bool = False) -> None:
    """Count one request for a code. Raises `TooOften` if it is one too many, `TooManyNumbers` if
    the district has sent too many.

    Counts the same whether the number is known or not, so that the answer reveals nothing.
    """
    count(CODES_BY_CLIENT, client)
    count(CODES_BY_NUMBER, number)
    count(CODES_BY_NUMBER_AND_DAY, number)
    check_codes_leave(own_page=own_page)


def check_codes_leave(*, own_page: bool = False) -> None:
    """Raise `TooManyNumbers` if the district has sent too many codes; counts nothing."""
    if not may_send_codes(timezone.now(), own_page=own_page):
        if count_up("text.district-told", "own" if own_page else "", HOUR.seconds) == 1:
            log.error(
                "%d codes of the last hour were not typed back: no more codes are sent by text "
                "until there are fewer",
                CODES_AN_HOUR,
            )
        raise TooManyNumbers(HOUR.seconds)


def count_try(*, number: str, client: str) -> None:
    """Count one typed code. Raises `TooManyCodes`."""
    count_tries((TRIES_BY_CLIENT,), client)
    count_tries(TRIES_BY_NUMBER, number)


def count_right(number: str) -> None:
    """Reset the number's counts, because its owner typed the right code: a parent who signs up for
    a class of each child needs a code for each."""
    for limit in TRIES_BY_NUMBER:
        start_over(limit.name, number)
    for limit in (CODES_BY_NUMBER, CODES_BY_NUMBER_AND_DAY):
        give_back(limit.name, number)
