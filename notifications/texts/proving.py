"""Proof that a number belongs to whoever typed it: a code is sent there, and typed back.

What the screen says is the same whether the number is known, new or stopped.
"""

import datetime as dt
import logging
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from district_cms.web.limits import Limit, count, count_up, give_back, start_over

from ..consent import services as consent
from ..consent.stops import is_stopped
from ..families import mails
from ..families.limits import TooManyNumbers, count_tries, tries
from ..families.tokens import hash_of, new_confirm_token
from ..models import Channel, PendingNumber, Subscriber
from ..rules.masking import mask_address
from ..sources import Place
from . import messages as sending
from .codes import CODE_FOR, TRIES, hash_of_code, is_code, new_code

HOUR: Final = dt.timedelta(hours=1)


class NotOffered(Exception):
    """None of the classes of this page offers texts."""


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

    With a `place` it begins texts of that page for whoever owns the number. With a `subscriber` it
    adds the number to that person. `wording` is what the person read. Raises `NotOffered`.
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
    # A number that was stopped gets nothing, a code neither: only its owner's START lifts that.
    if not is_stopped(number):
        sending.send_code(number=number, digits=digits, language=language, key=token_hash, now=now)
    return token


def may_send_codes(now: dt.datetime, *, own_page: bool = False) -> bool:
    """Whether a code may leave that was asked for on a public page, or on an `own_page`."""
    return codes_leave(now)[own_page]


def codes_leave(now: dt.datetime) -> tuple[bool, bool]:
    """Whether fewer codes of the hour before `now` (aware) than `TEXT_CODES_AN_HOUR` were typed
    back by nobody: of those that public pages sent, and of those of people's own pages.

    The latter count apart: a code to the person's mailbox came before, so whoever closes the public
    forms by typing numbers there does not close these.
    """
    last_hour = PendingNumber.objects.filter(expires_at__gt=now - HOUR + CODE_FOR)
    unproved = last_hour.filter(confirmed_at=None).aggregate(
        public=Count("pk", filter=Q(subscriber_uuid=None)),
        own=Count("pk", filter=Q(subscriber_uuid__isnull=False)),
    )
    most = settings.TEXT_CODES_AN_HOUR
    return unproved["public"] < most, unproved["own"] < most


def pending_of(token: str, now: dt.datetime | None = None) -> PendingNumber | None:
    """The request behind the address of a page; None when it is over or was never one."""
    now = now or timezone.now()
    return PendingNumber.objects.filter(token_hash=hash_of(token), expires_at__gt=now).first()


@transaction.atomic
def type_back(*, pending: PendingNumber, code: str, now: dt.datetime | None = None) -> Outcome:
    """Whether this is the code; the right one begins what was asked for, once.

    Every code that is typed counts as a try before it is looked at, so that two at once cannot
    share one.
    """
    now = now or timezone.now()
    rows = PendingNumber.objects.filter(pk=pending.pk, confirmed_at__isnull=True)
    if not rows.filter(tries__lt=TRIES, expires_at__gt=now).update(tries=F("tries") + 1):
        return Outcome.OVER
    if not is_code(code, pending.code_hash, pending.token_hash):
        return Outcome.WRONG
    if not rows.update(confirmed_at=now):
        return Outcome.OVER
    proof = consent.give_by_code(pending=pending, now=now)
    # A further number of someone who gets texts: they come there too from now on.
    begins = proof.subscription is not None or (proof.new and _gets_texts(proof.subscriber))
    if pending.subscriber_uuid is not None:
        consent.join_number(owner=proof.subscriber, number=pending.number, now=now)
    if pending.subscriber_uuid is not None and proof.new:
        mails.send_number_added(subscriber=proof.subscriber, number=mask_address(pending.number))
    if begins:
        sending.send_welcome(
            number=pending.number, language=pending.language, key=pending.token_hash
        )
    return Outcome.RIGHT


def _gets_texts(subscriber: Subscriber) -> bool:
    return subscriber.subscriptions.active().filter(channel=Channel.TEXT).exists()


log = logging.getLogger("district.outbox")

CODES_BY_NUMBER: Final = Limit("text.number", 3, 60 * 60)
CODES_BY_NUMBER_AND_DAY: Final = Limit("text.number-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("text.client", 40, 60 * 60)
TRIES_BY_NUMBER: Final = tries("text.tries-number")
TRIES_BY_CLIENT: Final = Limit("text.tries-client", 120, 60 * 60)


def count_request(*, number: str, client: str, own_page: bool = False) -> None:
    """Count one request for a code. Raises `TooOften` when that is one too many, `TooManyNumbers`
    when the district has sent too many.

    Counts the same whether the number is known or not, so that the answer tells nobody.
    """
    count(CODES_BY_CLIENT, client)
    count(CODES_BY_NUMBER, number)
    count(CODES_BY_NUMBER_AND_DAY, number)
    check_codes_leave(own_page=own_page)


def check_codes_leave(*, own_page: bool = False) -> None:
    """Raises `TooManyNumbers` when the district has sent too many; counts nothing."""
    if not may_send_codes(timezone.now(), own_page=own_page):
        if count_up("text.district-told", "own" if own_page else "", HOUR.seconds) == 1:
            log.error(
                "%d codes of the last hour were typed back by nobody: no more texts with codes "
                "leave until there are fewer (TEXT_CODES_AN_HOUR)",
                settings.TEXT_CODES_AN_HOUR,
            )
        raise TooManyNumbers(HOUR.seconds)


def count_try(*, number: str, client: str) -> None:
    """Count one code that was typed. Raises `TooManyCodes`."""
    count_tries((TRIES_BY_CLIENT,), client)
    count_tries(TRIES_BY_NUMBER, number)


def count_right(number: str) -> None:
    """The code was the right one: its owner typed it, so nothing of it counts against the number.
    Who signs up for a class of each child needs one for each."""
    for limit in TRIES_BY_NUMBER:
        start_over(limit.name, number)
    for limit in (CODES_BY_NUMBER, CODES_BY_NUMBER_AND_DAY):
        give_back(limit.name, number)
