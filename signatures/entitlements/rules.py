"""When an entitlement is valid, when its evidence is no longer needed, and how it is printed."""

import datetime as dt
import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Entitlement, State

LONGEST: Final = 10
"""Years: the longest time before any teaching credential must be renewed."""
EVIDENCE_AFTER_DECISION: Final = dt.timedelta(days=30)
EVIDENCE_UNREVIEWED: Final = dt.timedelta(days=90)
"""Long enough for the review to be turned on again."""
KEPT_AFTER_END: Final = dt.timedelta(days=365)
KEPT_AFTER_LEAVING: Final = dt.timedelta(days=90)
"""A summer, after which many people return."""
MOST: Final = 20
DECIDED: Final = frozenset({State.APPROVED, State.REFUSED})
_JOINERS: Final = "\u200c\u200d"
"""Invisible characters that join letters of many scripts, and emoji."""
_PAIRS: Final = {"“": "”", "„": "“", "«": "»", "»": "«"}
_OPENS: Final = re.compile(r'(?<![^\s(\[“])"')
_INNER: Final = str.maketrans({"“": "\u2018", "”": "’"})


class AnswerRefused(Exception):
    """The office's decision cannot be accepted; the message is for the person who made it."""


def state_when_handed_in(*, reviewed: bool, before: str = State.DECLARED) -> State:
    """Returns the state of an entry that is submitted now.

    An entry that was refused or is undecided waits even while the review is off, so that submitting
    it in between does not approve it forever."""
    undecided = before in {State.WAITING, State.REFUSED}
    return State.WAITING if reviewed or undecided else State.DECLARED


def check_last_day(expires: dt.date, today: dt.date) -> None:
    """Raises `ValidationError` for a last day that is over, or farther away than any can be."""
    if expires < today:
        raise ValidationError(
            _("This day has passed. Enter the last day on which it is valid."), code="over"
        )
    if expires.year > today.year + LONGEST:
        raise ValidationError(
            _(
                "Give a day within the next ten years. If it has no end, choose one in ten years: "
                "we will ask you then."
            ),
            code="too_far",
        )


def check_number(present: int) -> None:
    """Raises `ValidationError` if a person has as many entries as allowed."""
    if present >= MOST:
        raise ValidationError(
            _("You have %(number)d here already. Remove one that you no longer use first."),
            code="too_many",
            params={"number": present},
        )


def check_answer(*, approved: bool, reason: str, seen: str, present: str, own: bool) -> None:
    """Raises `AnswerRefused` for a decision about an entry that has changed meanwhile, about one's
    own entry, and for a refusal without a reason."""
    if seen != present:
        raise AnswerRefused(_("It was changed after you opened this screen. Look at it again."))
    if own:
        raise AnswerRefused(_("This is your own. Someone else in the office decides about it."))
    if not approved and not reason.strip():
        raise AnswerRefused(_("Write the reason: the person reads it and knows what to change."))


def office_may_look(row: Entitlement, today: dt.date, *, reviewed: bool) -> bool:
    """Returns True while the office has a reason to open evidence: to decide, or to justify a
    decision."""
    if reviewed and row.state == State.WAITING:
        return True
    if row.state not in DECIDED or row.reviewed_at is None:
        return False
    return today - timezone.localdate(row.reviewed_at) < EVIDENCE_AFTER_DECISION


def has_served(row: Entitlement, today: dt.date, *, reviewed: bool) -> bool:
    """Returns True if evidence is no longer needed: the membership is over, it was decided 30 days
    ago, or nobody reviews and it was submitted 90 days ago."""
    if row.expires and row.expires < today:
        return True
    if office_may_look(row, today, reviewed=reviewed):
        return False
    waited = today - timezone.localdate(row.handed_in_at) >= EVIDENCE_UNREVIEWED
    return waited or (row.state in DECIDED and row.reviewed_at is not None)


def one_line(text: str) -> str:
    """Returns one line without invisible characters. Some of these reverse the order of letters, so
    that a signature would read differently from what the office approved."""
    visible = (
        each if each in _JOINERS or unicodedata.category(each) != "Cf" else "" for each in text
    )
    return " ".join("".join(visible).split())


def label_for(*, label: str, member: bool, organization: str) -> str:
    """Returns the person's own words, or a phrase for the basis."""
    if one_line(label):
        return one_line(label)
    words = _("Member, %(organization)s") if member else _("Credentialed by %(organization)s")
    return (words % {"organization": organization})[:120]


def quote_for_signature(text: str) -> str:
    """Returns the quote without quotation marks around it, which the signature adds, and with
    single marks inside."""
    text = text.strip()
    if text.count('"') % 2 == 0:  # an odd one may mean inches
        text = _OPENS.sub("“", text).replace('"', "”")
    while len(text) > 1 and _is_quoted(text):
        text = text[1:-1].strip()
    return text if "„" in text else text.translate(_INNER)


def _is_quoted(text: str) -> bool:
    """Returns True if the last mark, and none before it, closes the first one."""
    opening, closing = text[0], _PAIRS.get(text[0], "")
    if text[-1] != closing:
        return False
    depth = 0
    for each in text[:-1]:
        depth += (each == opening) - (each == closing)
        if not depth:
            return False
    return True
