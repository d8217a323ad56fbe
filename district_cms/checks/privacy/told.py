"""What a phrase found in a text tells, and of whom."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from .kinds import Kind, marks, personal
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import Mention
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold
from .phrases import Phrase

_LETTER_GRADE: Final = re.compile(r"\b[A-DF]\b[+-]?")


class Hit(NamedTuple):
    start: int
    end: int
    kind: Kind
    phrase: Phrase

    @property
    def is_strong(self) -> bool:
        """True if it tells a kind of information, and not only that it may be personal."""
        return not (self.phrase.weak or self.kind.sure is personal.ASKED)


@dataclass(frozen=True, slots=True)
class OfWholeName(Fault):
    """What phrases tell of a whole name in its sentence; `proved` if by a sure phrase."""

    proved: bool = False


class Told(NamedTuple):
    """What a phrase tells of someone; `sure` if of a whole name in its sentence, `proved` if by a
    sure phrase, `is_listed` if a list tells it of a whole name."""

    hit: Hit
    mention: Mention
    rule: str
    sure: bool
    proved: bool
    is_listed: bool

    @property
    def kind(self) -> str:
        """By which rule it is asked about."""
        return self.hit.kind.unsure.id


def excerpt(piece: str, hit: Hit, mention: Mention) -> str:
    """Return a name and what is told, in their order, with private values masked."""
    said = mask_digits(piece[hit.start : hit.end])
    if hit.kind.sure.id == marks.SURE.id:
        said = _LETTER_GRADE.sub(DOT, said)
    name = mask_name(mention.name)
    return clip(f"{name} … {said}" if mention.start < hit.start else f"{said} … {name}")


def is_called_so(mention: Mention) -> bool:
    """True for a name of a list: not for one that is a name by its shape alone."""
    first = fold(mention.name.split()[0]).strip(".")
    return mention.known or not mention.full or first in MAY_BE_GIVEN or len(first) == 1


def distance(hit: Hit, mention: Mention) -> int:
    """Return how many letters stand between what is told and a name."""
    return max(mention.start - hit.end, hit.start - mention.end, 0)
