"""When a membership or credential counts, and when its evidence has served."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..states import DECIDED, State

LONGEST: Final = 10
"""Years: the longest that any credential of a teacher's runs before it is renewed."""
EVIDENCE_AFTER_DECISION: Final = dt.timedelta(days=30)
"""How long evidence stays once the office has decided, for a question about the decision."""
EVIDENCE_UNREVIEWED: Final = dt.timedelta(days=90)
"""How long evidence stays that nobody will look at, because the review was turned off: it may be
turned on again."""
KEPT_AFTER_END: Final = dt.timedelta(days=365)
"""How long one that ended stays in its owner's list, from where it can be renewed."""
KEPT_AFTER_LEAVING: Final = dt.timedelta(days=90)
"""How long what a leaver had stays: a summer, after which many come back."""
MOST: Final = 20


def check_last_day(expires: dt.date, today: dt.date) -> None:
    """Raise `ValidationError` for a last day that is over, or farther away than any can be."""
    if expires < today:
        raise ValidationError(
            _("This day has passed. Enter the last day on which it is valid."),
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


@dataclass(frozen=True, slots=True)
class Stage:
    """How far something with evidence is: days in the district's zone. `renewing` says that a
    later last day was handed in and not decided; `reviewed`, that the office reviews."""

    state: str
    handed_in_on: dt.date
    reviewed_on: dt.date | None
    renewing: bool
    expires: dt.date
    reviewed: bool

    def waits(self) -> bool:
        """Whether the office has a decision to make."""
        return self.reviewed and (self.renewing or self.state == State.WAITING)

    def decided_lately(self, today: dt.date) -> bool:
        """Whether a question about the decision may still come."""
        decided = self.state in DECIDED and self.reviewed_on is not None
        return decided and today - (self.reviewed_on or today) < EVIDENCE_AFTER_DECISION


def office_may_look(stage: Stage, today: dt.date) -> bool:
    """Whether the office has a reason to open evidence: to decide, or to answer for it."""
    return stage.waits() or stage.decided_lately(today)


def has_served(stage: Stage, today: dt.date) -> bool:
    """Whether evidence is no longer needed: what it was for is over, it was decided 30 days ago,
    or nobody decides and it was handed in 90 days ago."""
    if stage.renewing and stage.reviewed:
        return False
    if stage.expires < today:
        return True
    if stage.waits() or stage.decided_lately(today):
        return False
    return (
        stage.state in DECIDED and stage.reviewed_on is not None
    ) or today - stage.handed_in_on >= EVIDENCE_UNREVIEWED


_JOINERS: Final = "\u200c\u200d"
"""Of the invisible characters the two that letters of many scripts, and emoji, are joined with."""


def one_line(text: str) -> str:
    """The words on one line, without characters that nobody sees: some turn the order of letters
    around, so that a signature would read otherwise than what the office approved."""
    visible = (
        each if each in _JOINERS or unicodedata.category(each) != "Cf" else "" for each in text
    )
    return " ".join("".join(visible).split())


def label_for(*, label: str, member: bool, organization: str) -> str:
    """What a signature prints: the person's words, or what can be said without them."""
    if one_line(label):
        return one_line(label)
    words = _("Member, %(organization)s") if member else _("Credentialed by %(organization)s")
    return (words % {"organization": organization})[:120]
