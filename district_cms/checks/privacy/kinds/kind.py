"""One kind of private information: its two rules, and the phrases that tell it."""

import re
from dataclasses import dataclass
from typing import Final

from ...rules import Rule
from ...translation import mark as _
from ..phrases import Phrase

# Of a page, a notice, a signature: whatever is checked.
PUBLIC: Final = _("Anyone can read this, and a student's record belongs to the family.")
UNSURE: Final = _(
    "If it is about a student, it belongs to the family, and anyone can read this page."
)
NOT_A_STUDENT: Final = _(
    "Confirm that this is not about a student, or that it is information the district publishes "
    "about students (an award, a team) and the family has not opted out, or that the family agreed "
    "in writing."
)


@dataclass(frozen=True)
class Kind:
    """A kind of private information.

    `sure` is the rule for a sure phrase beside a whole name, and blocks; `unsure` asks. `phrases`
    tell it. In a lesson, people who never went to this school have it too: `in_lessons` says that.
    `not_in` names the texts, as `lessons` tells them, in which the phrases mean other things:
    "game", "sport" or "office".

    `of_staff` says that it is told of those who work here as well, and no record of a student then.

    `beside`, if it is given, must be found in the same piece of text: a number, a score.
    """

    sure: Rule
    unsure: Rule
    phrases: tuple[Phrase, ...]
    in_lessons: bool = False
    not_in: str = ""
    of_staff: bool = False
    beside: re.Pattern[str] | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Both rules."""
        return (self.sure, self.unsure)


def rules(name: str, found: str, asked: str, fix: str) -> tuple[Rule, Rule]:
    """Return the rule that blocks and the one that asks, `<name>-beside-name` and
    `<name>-maybe-beside-name`."""
    return (
        Rule(f"{name}-beside-name", "", "error", found, PUBLIC, fix, clause="ferpa"),
        Rule(
            f"{name}-maybe-beside-name",
            "",
            "warning",
            asked,
            UNSURE,
            NOT_A_STUDENT,
            clause="ferpa",
        ),
    )
