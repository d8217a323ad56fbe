"""Every rule that the site enforces or advises, named once.

The words are those of the district's administrative procedure "Parent and student engagement" and
stand in `procedure`; what binds and what advises is read from them by the scale in `strength`.
Checks, forms, reports and the public policy page quote a clause from here and never from memory.

Sentences are English, as adopted; whoever shows one marks it for translation.
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
    """One rule, in the words of whoever made it.

    ``where`` is the heading that the sentence stands under, or for ``source="law"`` the citation.
    A sentence of the law or of the district is a summary in our words, not a quotation.
    """

    id: str
    strength: Strength
    sentence: str
    where: str
    source: Source = "procedure"


class UnknownClause(KeyError):
    """No clause has this id: a check or a form names a rule that does not exist."""

    def __init__(self, clause_id: str) -> None:
        super().__init__(clause_id)
        self.clause_id = clause_id

    def __str__(self) -> str:
        return f"No clause is called “{self.clause_id}”."


class MayNotBlock(ValueError):
    """A check would stop a person although nothing that binds stands behind it."""


_PROCEDURE = tuple(Clause(*quotation) for quotation in QUOTATIONS)

# What the procedure does not say. It names WCAG 2.0 and no level; the level and the version that
# the gate tests are the federal rule's. From which day a rule binds this district is for its
# counsel to say, so no date stands here.
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
"""Stands beside a piece of advice that the communications office has raised to a block.

The advice keeps its own strength: what binds is the district's choice, and the message says so.
"""

CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType(
    {entry.id: entry for entry in (*_PROCEDURE, *_LAW, DISTRICT_CHOICE)}
)
"""All clauses by id, in the order of the procedure; then the law, then the district's choice."""


def clause(clause_id: str) -> Clause:
    """Return the clause of this id; raise UnknownClause, which names it, if there is none."""
    try:
        return CLAUSES[clause_id]
    except KeyError:
        raise UnknownClause(clause_id) from None


def check_may_block(clause_id: str, *, raised: bool = False) -> None:
    """Raise MayNotBlock unless a check of this clause may stop a person.

    ``raised`` says that the communications office has raised the clause. It can raise advice; it
    cannot turn what the procedure permits into a duty.
    """
    named = clause(clause_id)
    if named.strength.binds or (raised and named.strength.advises):
        return
    if named.strength.advises:
        raise MayNotBlock(
            f"“{clause_id}” is advice. It stops nobody until the communications office raises it."
        )
    raise MayNotBlock(f"“{clause_id}” permits something, so nothing can be stopped in its name.")


def can_block(clause_id: str, *, raised: bool = False) -> bool:
    """True if a check of this clause may stop a person; see check_may_block."""
    try:
        check_may_block(clause_id, raised=raised)
    except MayNotBlock:
        return False
    return True
