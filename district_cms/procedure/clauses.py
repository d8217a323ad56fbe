"""All rules that the site enforces or advises, as they are in force today.

The sentences quote the district's procedure from its file; their wording decides what binds and
what advises, by the scale in `strength`. Checks, forms, reports and the public policy page quote
clauses only from here.

Sentences are in English, as adopted; templates that show one mark its language.
"""

from collections.abc import Mapping

from .active import in_force
from .versions import Clause


class UnknownClause(KeyError):
    """Raised if a check or a form names a clause that does not exist."""

    def __init__(self, clause_id: str) -> None:
        super().__init__(clause_id)
        self.clause_id = clause_id

    def __str__(self) -> str:
        return f"No clause is called “{self.clause_id}”."


class MayNotBlock(ValueError):
    """Raised for a check that would block people without a binding clause."""


def clauses() -> Mapping[str, Clause]:
    """Returns all clauses by id: the procedure's in its order, then the law's, then the district's
    choice."""
    return in_force().clauses


def clause(clause_id: str) -> Clause:
    """Returns the clause with this id. Raises `UnknownClause`."""
    try:
        return clauses()[clause_id]
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
