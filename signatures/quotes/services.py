"""What a person does with their quotes. Every write and its entry in the log."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User

from ..entitlements.rules import check_number
from ..models import Quote, SignatureSettings
from ..states import state_when_handed_in

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Words:
    """What the form says, each on one line."""

    text: str
    author: str
    connection: str


@transaction.atomic
def write_quote(*, staff: Staff, user: User, words: Words, now: dt.datetime | None = None) -> Quote:
    """Keep a new quote; it can be chosen at once unless the office reviews.

    Raises `ValidationError` for more than one person can have.
    """
    now = now or timezone.now()
    Staff.objects.select_for_update().get(pk=staff.pk)
    check_number(Quote.objects.of(staff).count(), MOST)
    quote = Quote(staff=staff)
    _hand_in(quote, words, now)
    _record("written", quote, user, now)
    return quote


@transaction.atomic
def change_quote(
    *, quote: Quote, user: User, words: Words, now: dt.datetime | None = None
) -> Quote:
    """Write something else in its place; where the office reviews, it looks at that again."""
    now = now or timezone.now()
    quote = Quote.objects.select_for_update().get(pk=quote.pk)
    _hand_in(quote, words, now)
    _record("changed", quote, user, now)
    return quote


@transaction.atomic
def remove_quote(*, quote: Quote, user: User, now: dt.datetime | None = None) -> None:
    """Take it off its owner's list."""
    _record("removed", quote, user, now or timezone.now())
    quote.delete()


def _hand_in(quote: Quote, words: Words, now: dt.datetime) -> None:
    quote.text, quote.author, quote.connection = words.text, words.author, words.connection
    reviewed = SignatureSettings.load().review_quotes
    quote.state = state_when_handed_in(reviewed=reviewed, before=quote.state)
    quote.handed_in_at, quote.office_told_at = now, None
    quote.reviewed_by = quote.reviewed_at = None
    quote.save()


def _record(verb: str, quote: Quote, user: User, now: dt.datetime) -> None:
    # Not its words: the log outlives a quote that nobody but its owner and the office may read.
    record(
        action=f"quote.{verb}",
        actor=user,
        at=now,
        quote=quote.pk,
        staff=quote.staff.full_name,
        state=str(quote.state),
    )
