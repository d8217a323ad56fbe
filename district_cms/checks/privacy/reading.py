"""What one piece of a line says of whom it names: which phrase speaks of whom?"""

import re
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import lessons, said_of
from .kinds import Kind, marks, personal
from .likelihood import LIKELY, TOLD, UNLIKELY_BY_FORM, Likelihood
from .masking import DOT, mask_digits, mask_name
from .naming.keys import key
from .naming.mentions import Mention
from .naming.surely import is_surely_somebody
from .naming.word_lists import MAY_BE_GIVEN
from .naming.words_as_names import DOES, ONLY_SOMEBODY
from .normalizing import fold
from .other_things import mean_other_things
from .passages import APART
from .phrases import Phrase
from .sentences import Sentences

_SHORT: Final = 30
_NEAR: Final = 45
_FAR: Final = 200

_THEN: Final = re.compile(
    r"[:;,] (?:porque |que |pues )?(?:nunca|siempre|ya no|no|tiene|esta|lleva|sigue|necesita|toma"
    r"|debe|trae)\b"
)
_WORK_OF: Final = re.compile(
    r"\b(?:cuaderno|tarea|examen|libreta|mochila|proyecto|trabajo|boleta|notebook|folder|homework"
    r"|test|quiz|backpack) (?:de|of|from) $"
)
_SEVERAL: Final = 2
_OF_ONE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella|su|sus|le)\b")
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
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")
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


class Reading:
    """A piece of a line, with whom it names: which phrase speaks of whom?"""

    def __init__(
        self, piece: str, plain: str, named: list[Mention], hits: list[Hit], staff: frozenset[str]
    ) -> None:
        self._staff = {one for one in named if staff and key(one.name) in staff}
        self._personal = sum(hit.kind.sure is personal.ASKED for hit in hits)
        self._piece = piece
        self._plain = plain
        self._named = named
        self._sentences = Sentences(piece, plain, named)
        self._lessons = lessons.Weighing(piece, _without(named, plain), self._sentences.spans)
        self._likelihood = Likelihood(plain, named, self._sentences.spans)
        self._known: dict[tuple[str, int, int], bool] = {}

    def fault(self, hit: Hit) -> Fault | None:
        """Return what a phrase tells of someone, or None."""
        kind = hit.kind
        if kind.beside and not kind.beside.search(self._plain):
            return None
        told = self._nearest(hit)
        if told is None:
            return None
        mention, together = told
        if self._is(kind.not_in, *self._span(hit.start, mention.start)):
            return None
        places = self._places(hit.start, mention.start)
        if self._lessons.is_surely_lesson(*places) or self._is_problem(mention):
            return None
        is_lesson = self._lessons.is_lesson(*places)
        if kind.in_lessons and self._is_of_lesson(hit, mention, places):
            return None
        if kind.sure is personal.ASKED and not _is_called_so(mention):
            return None
        if kind is personal.COMMON and (APART in self._piece or not self._is_told_of_one(mention)):
            return None
        near = _distance(hit, mention)
        if hit.phrase.weak and not (together and near <= _NEAR // 3 and APART not in self._piece):
            return None
        sure = mention.known and mention.full and together and near <= _NEAR
        sure = sure and not (hit.phrase.weak or is_lesson or APART in self._piece)
        # Of a child who is described the weights know little: the phrase alone decides.
        plain = together and near <= _SHORT and hit.is_strong
        if not mention.described and self._likelihood.is_unlikely(
            hit.start, mention.start, sure=sure, plain=plain
        ):
            return None
        return Fault((kind.sure if sure else kind.unsure).id, self._excerpt(hit, mention))

    def is_all_problem(self) -> bool:
        """True if the piece is a problem to be calculated, and nothing else."""
        return self._lessons.is_problem(0, len(self._sentences.spans) - 1)

    def _is_problem(self, mention: Mention) -> bool:
        places = self._places(mention.start, mention.start)
        is_given = fold(mention.name.split()[0]) in MAY_BE_GIVEN
        return self._lessons.is_problem(*places, of_whole_name=mention.full and is_given)

    def _is_of_lesson(self, hit: Hit, mention: Mention, places: tuple[int, int]) -> bool:
        """True if these sentences are about people of lessons: surely, for a whole name."""
        if mention.known and mention.full and hit.kind.sure is not personal.ASKED:
            return self._lessons.is_lesson_by_itself(*places)
        return self._lessons.is_lesson(*places)

    def said_of_someone(self) -> Fault | None:
        """Return what the form of a sentence alone says of someone, or None."""
        one, end = said_of.find(self._piece, filter(self._may_be_told_of, self._named)) or (None, 0)
        if one is None:
            one = next(filter(self._is_told_something, self._named), None)
            end = one.end + _SHORT if one else 0
        if one is None or self._likely(one.start) < UNLIKELY_BY_FORM:
            return None
        return self._asked(one, end)

    def likely(self) -> Fault | None:
        """Return what is most likely told of someone, by the words around the name alone, or None.

        Nobody who works here is asked about, nor whoever stands in a problem or in a list, nor what
        may be no person.
        """
        if APART in self._piece or not said_of.may_say(self._piece):
            return None
        told = [one for one in self._named if self._is_surely_one(one) and one not in self._staff]
        one = max(told, key=lambda one: self._likely(one.start), default=None)
        if one is None or self._likely(one.start) < LIKELY:
            return None
        by_words = self._likelihood.by_words(self._sentences.of(one.start))
        return self._asked(one, one.end + _SHORT) if by_words >= TOLD else None

    def _is_surely_one(self, one: Mention) -> bool:
        is_one = is_surely_somebody(self._piece, one) and not self._is_problem(one)
        return is_one and not self._is("grown-ups", *self._span(one.start, one.start))

    def _likely(self, place: int) -> float:
        return self._likelihood.of(self._sentences.of(place))

    def _asked(self, one: Mention, end: int) -> Fault:
        words = mask_digits(self._piece[one.end : end].strip(" ,:=-"))
        return Fault(personal.ASKED.id, clip(f"{mask_name(one.name)} … {words}"))

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
        told = told or _BECAUSE.search(self._plain, max(0, one.start - _SHORT), one.start)
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
            or _OF_ONE.search(self._plain, start, end)
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

    def _is_told_of_one(self, mention: Mention) -> bool:
        """True if what is said of everybody is said of someone here: of a whole name, with
        another such word, or of a list of names."""
        if self._is("office", *self._span(mention.start, mention.start)):
            return False
        said = self._personal + (mention.known and _OF_ONE.search(self._plain) is not None)
        return mention.full or said >= _SEVERAL or len(self._named) > _SEVERAL

    def _span(self, one: int, other: int) -> tuple[int, int]:
        """Return where the sentences from one place to another begin and end."""
        first, last = self._places(one, other)
        return self._sentences.spans[first][0], self._sentences.spans[last][1]

    def _places(self, one: int, other: int) -> tuple[int, int]:
        """Return the first and the last of the sentences from one place to another."""
        first, last = sorted((self._sentences.of(one), self._sentences.of(other)))
        return first, last

    def _is(self, said: str, start: int, end: int) -> bool:
        """True if these are sentences in which the phrases of a kind mean other things."""
        key_ = (said, start, end)
        if key_ not in self._known:
            self._known[key_] = mean_other_things(
                said, self._piece[start:end], self._plain[start:end]
            )
        return self._known[key_]

    def _nearest(self, hit: Hit) -> tuple[Mention, bool] | None:
        at = self._sentences.of(hit.start)
        best: tuple[Mention, bool] | None = None
        for mention in self._named:
            if mention.start <= hit.start and hit.end <= mention.end:
                continue  # the phrase is part of the name
            if mention.of_lesson and hit.kind.in_lessons and not self._has_now(mention):
                continue
            if mention.described and not hit.is_strong:
                continue
            where = self._sentences.of(mention.start)
            together = where == at
            if not together and not self._sentences.go_on(at, where, mention):
                continue
            if _distance(hit, mention) > _FAR:
                continue
            if best is None or (not together, _distance(hit, mention)) < (
                not best[1],
                _distance(hit, best[0]),
            ):
                best = (mention, together)
        return None if best and hit.kind.of_staff and best[0] in self._staff else best

    def _has_now(self, mention: Mention) -> bool:
        """True if someone called as a person of lessons is said to have something now."""
        return _PRESENT.match(self._plain, mention.end) is not None

    def _excerpt(self, hit: Hit, mention: Mention) -> str:
        said = mask_digits(self._piece[hit.start : hit.end])
        if hit.kind.sure.id == marks.SURE.id:
            said = _LETTER_GRADE.sub(DOT, said)
        name = mask_name(mention.name)
        return clip(f"{name} … {said}" if mention.start < hit.start else f"{said} … {name}")


def _is_called_so(mention: Mention) -> bool:
    """True for a name of a list: not for one that is a name by its shape alone."""
    first = fold(mention.name.split()[0]).strip(".")
    return mention.known or not mention.full or first in MAY_BE_GIVEN or len(first) == 1


def _is_whole(mention: Mention) -> bool:
    """True for a given and a family name: whose praise stands on class pages."""
    return mention.full and len(mention.name.split()[-1].strip(".")) > 1


def _without(named: list[Mention], plain: str) -> str:
    """Return a text with spaces for the names in it: Pinto painted nothing."""
    for one in named:
        plain = plain[: one.start] + " " * (one.end - one.start) + plain[one.end :]
    return plain


def _distance(hit: Hit, mention: Mention) -> int:
    return max(mention.start - hit.end, hit.start - mention.end, 0)
