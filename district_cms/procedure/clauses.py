"""All rules that the site enforces or advises.

The sentences quote the district's administrative procedure "Parent and student engagement" from
`text`; their wording decides what binds and what advises, by the scale in `strength`. Checks,
forms, reports and the public policy page quote clauses only from here.

Sentences are in English, as adopted; templates that show one mark its language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from .strength import Strength
from .text import QUOTATIONS

Source = Literal["procedure", "law", "district"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule, in the words of its source.

    ``where`` is the heading above the sentence, or for ``source="law"`` the citation. A sentence of
    the law or the district is our summary, not a quotation.
    """

    id: str
    strength: Strength
    sentence: str
    where: str
    source: Source = "procedure"


class UnknownClause(KeyError):
    """Raised if a check or a form names a clause that does not exist."""

    def __init__(self, clause_id: str) -> None:
        super().__init__(clause_id)
        self.clause_id = clause_id

    def __str__(self) -> str:
        return f"No clause is called “{self.clause_id}”."


class MayNotBlock(ValueError):
    """Raised for a check that would block people without a binding clause."""


_PROCEDURE = tuple(Clause(*quotation) for quotation in QUOTATIONS)

# Not in the procedure: it names WCAG 2.0 and no level, and the gate tests the version and level of
# the federal rule. Counsel decides from which day a rule binds the district, so there is no date
# here.
_LAW = (
    Clause(
        "law-wcag-2-1-aa",
        Strength.MUST,
        "From the day that the rule sets for a district of its size, what a school district puts "
        "on the web meets WCAG 2.1, levels A and AA.",
        "28 CFR 35.200",
        "law",
    ),
    Clause(
        "law-directory-information",
        Strength.MUST,
        "Names, pictures and other directory information of a student stay unpublished when "
        "the family has opted out.",
        "34 CFR 99.37",
        "law",
    ),
    Clause(
        "law-text-consent",
        Strength.MUST,
        "A person who asks in any reasonable way for text messages to stop receives no more, apart "
        "from one confirmation and from emergencies.",
        "47 CFR 64.1200",
        "law",
    ),
)

DISTRICT_CHOICE: Final = Clause(
    "district-choice",
    Strength.MUST,
    "The communications office requires here what the procedure advises.",
    "The district's own settings",
    "district",
)
"""Accompanies an advisory clause that the communications office has raised to block.

The advice keeps its strength: the district's choice binds, and the message states that.
"""

CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType(
    {entry.id: entry for entry in (*_PROCEDURE, *_LAW, DISTRICT_CHOICE)}
)
"""All clauses by id: the procedure's in its order, then the law's, then the district's choice."""


def clause(clause_id: str) -> Clause:
    """Returns the clause with this id. Raises `UnknownClause`."""
    try:
        return CLAUSES[clause_id]
    except KeyError:
        raise UnknownClause(clause_id) from None


def check_may_block(clause_id: str, *, raised: bool = False) -> None:
    """Raises `MayNotBlock` unless a check of this clause may block people.

    ``raised`` means that the communications office has raised the clause. It can raise advice, but
    cannot turn a permission into a duty.
    """
    rule = clause(clause_id)
    if rule.strength.binds or (raised and rule.strength.advises):
        return
    if rule.strength.advises:
        raise MayNotBlock(
            f"“{clause_id}” is advice. It stops nobody until the communications office raises it."
        )
    raise MayNotBlock(f"“{clause_id}” permits something, so nothing can be stopped in its name.")


def can_block(clause_id: str, *, raised: bool = False) -> bool:
    """Returns True if a check of this clause may block people, see `check_may_block`."""
    try:
        check_may_block(clause_id, raised=raised)
    except MayNotBlock:
        return False
    return True
