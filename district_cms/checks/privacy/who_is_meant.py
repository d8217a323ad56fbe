"""Who is meant: of whom something is told by the form of a sentence, and who surely is a person."""

import re
from functools import cached_property
from typing import Final

from . import said_of
from .naming.mentions import Mention
from .naming.surely import is_surely_somebody, may_be_somebody
from .naming.words_as_names import DOES, ONLY_SOMEBODY
from .passages import APART
from .piece import Piece

SHORT: Final = 30
_THEN: Final = re.compile(
    r"[:;,] (?:porque |que |pues )?(?:nunca|siempre|ya no|no|tiene|esta|lleva|sigue|necesita|toma"
    r"|debe|trae)\b"
)
_WORK_OF: Final = re.compile(
    r"\b(?:cuaderno|tarea|examen|libreta|mochila|proyecto|trabajo|boleta|notebook|folder|homework"
    r"|test|quiz|backpack) (?:de|of|from) $"
)
OF_ONE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella|su|sus|le)\b")
_HE_OR_SHE: Final = re.compile(r"\b(?:he|she|his|her|him|he's|she's|ella)\b")
_HE_IS: Final = re.compile(
    r"\b(?:he|she|he's|she's|he'll|she'll|him|because|bc|porque"
    r"|who (?:is|has|was|had|needs|can't|spent|lives|lost|came))\b"
)
# Nobody is praised for what was not done.
_NO_PRAISE: Final = re.compile(
    r",? (?:still |also )?(?:hasn't|haven't|isn't|wasn't|didn't|doesn't|can't|couldn't|won't"
    r"|needs to|owes|failed"
    r"|forgot|no (?:ha|trajo|puede|vino|tiene|entrego|cantara|ira|va)|todavia no|aun no|debe)\b"
)
_BECAUSE: Final = re.compile(r"\b(?:because|since|porque|pues|ya que) $")


class WhoIsMeant(Piece):
    """A piece of a line: who is meant in it, and of whom something is said?"""

    @cached_property
    def _said(self) -> tuple[Mention, int] | None:
        """Of whom something is said by the form of a sentence alone, and where that ends."""
        if said := said_of.find(self._piece, filter(self._may_be_told_of, self._named)):
            return said
        one = next(filter(self._is_told_something, self._named), None)
        return (one, one.end + SHORT) if one else None

    @cached_property
    def _surely(self) -> list[Mention]:
        """Who surely is a person, of whom something may be told, and does not work here."""
        return [one for one in self._named if self._is_surely_one(one) and one not in self._staff]

    def _is_surely_one(self, one: Mention) -> bool:
        is_one = one.described or is_surely_somebody(self._piece, one)
        if not is_one or self._is_problem(one):
            return False
        return not self._is("grown-ups", *self._span(one.start, one.start))

    def _may_be_somebody(self, one: Mention) -> bool:
        if one.described or one.of_lesson or one in self._staff:
            return False
        return may_be_somebody(self._piece, one)

    def _may_be_told_of(self, one: Mention) -> bool:
        is_other = one.of_lesson or one.described or one in self._staff
        if is_other or not (one.known or self._is_one(one)):
            return False
        span = self._span(one.start, one.start)
        places = self._places(one.start, one.start)
        if self._lessons.is_lesson(*places) or self._is_problem(one):
            return False
        told = _HE_IS.search(self._plain, one.end, span[1]) or _NO_PRAISE.match(
            self._plain, one.end
        )
        told = told or _BECAUSE.search(self._plain, max(0, one.start - SHORT), one.start)
        if self._is("praise", *span) and not told:
            return False
        return not self._is("grown-ups", *span)

    def _is_told_something(self, one: Mention) -> bool:
        if _is_whole(one) or not self._may_be_told_of(one):
            return False
        start, end = self._span(one.start, one.start)
        if APART in self._piece[start:end]:
            return False
        here = self._is_plainly_one(one, start, end)
        return said_of.tells(self._piece[start:end], self._piece[one.end : end], is_here=here)

    def _is_plainly_one(self, one: Mention, start: int, end: int) -> bool:
        """True for a given name of a list who does something, or of whom "she" is said; not in what
        may be a lesson."""
        places = self._places(one.start, one.start)
        if one.full or not one.known or self._lessons.may_be_lesson(*places):
            return False
        does = (
            DOES.match(self._piece, one.end)
            or OF_ONE.search(self._plain, start, end)
            or _THEN.search(self._plain, one.end, end)
            or _WORK_OF.search(self._plain, start, one.start)
        )
        return does is not None

    def _is_one(self, one: Mention) -> bool | re.Match[str] | None:
        """True for a name of no list, if it is told what he or she does, and for initials."""
        _start, end = self._span(one.start, one.start)
        return not one.full and (
            _HE_OR_SHE.search(self._plain, one.end, end)
            or ONLY_SOMEBODY.match(self._piece, one.end)
            or one.name.endswith(".")
        )


def _is_whole(mention: Mention) -> bool:
    """True for a given and a family name: whose praise stands on class pages."""
    return mention.full and len(mention.name.split()[-1].strip(".")) > 1
