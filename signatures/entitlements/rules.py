"""When a membership or credential counts, is reminded of, and when its evidence has served."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..states import DECIDED

LONGEST: Final = 10
"""Years: the longest that any credential of a teacher's runs before it is renewed."""
REMIND_BEFORE: Final = dt.timedelta(days=30)
EVIDENCE_AFTER_DECISION: Final = dt.timedelta(days=30)
"""How long evidence stays once the office has decided, for a question about the decision."""
KEPT_AFTER_END: Final = dt.timedelta(days=365)
"""How long one that ended stays in its owner's list, from where it can be renewed."""
MOST: Final = 20


def check_last_day(expires: dt.date, today: dt.date) -> None:
    """Raise `ValidationError` for a last day that is over, or farther away than any can be."""
    if expires < today:
        raise ValidationError(
            _("This day is over. Give the day until which it holds, or leave it as it was."),
            code="over",
        )
    if expires.year > today.year + LONGEST:
        raise ValidationError(
            _(
                "Give a day within the next ten years. If it has no end, choose one in ten years: "
                "we will ask you then."
            ),
            code="too_far",
        )


def check_number(present: int, most: int = MOST) -> None:
    """Raise `ValidationError` when one person has as many as a list can hold."""
    if present >= most:
        raise ValidationError(
            _("You have %(number)d here already. Remove one that you no longer use first."),
            code="too_many",
            params={"number": present},
        )


def needs_reminder(
    *, expires: dt.date, renewed_until: dt.date | None, reminded_of: dt.date | None, today: dt.date
) -> bool:
    """Whether the person is to be told that it ends within 30 days; once for each last day."""
    soon = today <= expires <= today + REMIND_BEFORE
    return soon and renewed_until is None and reminded_of != expires


def has_served(
    *, state: str, reviewed_on: dt.date | None, renewing: bool, expires: dt.date, today: dt.date
) -> bool:
    """Whether evidence is no longer needed: what it was for is over, or was decided 30 days ago.
    `renewing` says that a later last day waits for the office now."""
    if renewing:
        return False
    if expires < today:
        return True
    if state not in DECIDED or reviewed_on is None:
        return False
    return today - reviewed_on >= EVIDENCE_AFTER_DECISION


def label_for(*, label: str, member: bool, organization: str) -> str:
    """What a signature prints: the person's words, or what can be said without them."""
    if label.strip():
        return " ".join(label.split())
    words = _("Member, %(organization)s") if member else _("Credentialed by %(organization)s")
    return (words % {"organization": organization})[:120]
