"""What one piece of a line says of whom it names: which phrase speaks of whom?"""

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import grades, lessons, said_of
from .kinds import Kind, marks, personal
from .masking import DOT, mask_digits, mask_name
from .naming.keys import key
from .naming.mentions import Mention
from .naming.word_lists import MAY_BE_GIVEN
from .naming.words_as_names import DOES, ONLY_SOMEBODY
from .normalizing import fold
from .passages import APART
from .phrases import Phrase

_SHORT: Final = 30
_NEAR: Final = 45
_FAR: Final = 200

_SENTENCE: Final = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[\d)\]\"'][.!?])) (?=[^\W\d_a-z]|[¿¡(\"])|\n"
)
_PRONOUN: Final = re.compile(r"\b(?:he|she|his|her|him|hers|they|their|el|ella|le|su|sus|lo|la)\b")
_SUBJECTLESS: Final = re.compile(
    r"[¡¿ ]*(?:ya |no |hoy |ayer |aun |todavia |siempre |tambien |nunca |solo )?"
    r"(?:esta|estuvo|estaba|tiene|tuvo|tenia|fue|sigue|se|va|vive|toma|debe|falta|falto|lleva|necesita"
    r"|puede|quiere|anda|usa|saco|reprobo|llego|salio|recibe|recibio|perdio|padece|sufre|habla|come"
    r"|llora|duerme|repite|volvio|vino|viene|dice|dijo|parece|cumple|nacio|sabe|trae|trajo)\b"
    r"|(?:was|is|has|had|still|out|got|missed|failed|needs|can't|won't|didn't|hasn't|doesn't|owes"
    r"|never|not|no|also|even)\b"
)
_THEN: Final = re.compile(
    r"[:;,] (?:porque |que |pues )?(?:nunca|siempre|ya no|no|tiene|esta|lleva|sigue|necesita|toma|debe|trae)\b"
)
_WORK_OF: Final = re.compile(
    r"\b(?:cuaderno|tarea|examen|libreta|mochila|proyecto|trabajo|boleta|notebook|folder|homework|test"
    r"|quiz|backpack) (?:de|of|from) $"
)
_OF_STAFF: Final = re.compile(r"[¡¿ ]*(?:la |el )?(?:mr|mrs|ms|miss|mx|dr|dra|coach|officer|sr|sra|don|dona)\b")
_YOU: Final = re.compile(
    r"\b(?:you|you're|you've|you'll|your|tu|tus|te|ti|estas|tienes|debes|vas|puedes|eres|[a-z]{2,12}[aei]ste)\b"
)
_CALLED: Final = re.compile(r"(?:^|[.!?¡¿,:] ?|\b(?:oh|hey|hi|and|also|dear|ay|oye|querid[oa]) )$")
_CALLED_ENDS: Final = re.compile(r" ?[,!?.:;]")
_THANKS: Final = re.compile(r"\b(?:thank|congrat|gracias|felici|welcome|bienvenid|by|con|ms|mr)")
_MOST_BETWEEN: Final = 3
_SEVERAL: Final = 2
_OF_ONE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella|su|sus|le)\b")
_HE_OR_SHE: Final = re.compile(r"\b(?:he|she|his|her|him|he's|she's|ella)\b")
_HE_IS: Final = re.compile(
    r"\b(?:he|she|he's|she's|he'll|she'll|him|because|bc|porque"
    r"|who (?:is|has|was|had|needs|can't|spent|lives|lost|came))\b"
)
# Nobody is praised for what was not done.
_NO_PRAISE: Final = re.compile(
    r",? (?:still |also )?(?:hasn't|haven't|isn't|wasn't|didn't|doesn't|can't|couldn't|won't|needs to|owes|failed"
    r"|forgot|no (?:ha|trajo|puede|vino|tiene|entrego|cantara|ira|va)|todavia no|aun no|debe)\b"
)
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")
_LETTER_GRADE: Final = re.compile(r"\b[A-DF]\b[+-]?")


class Hit(NamedTuple):
    start: int
    end: int
    kind: Kind
    phrase: Phrase


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
        starts = [0, *(match.end() for match in _SENTENCE.finditer(piece))]
        self._starts = starts
        self._sentences = list(zip(starts, [*starts[1:], len(piece) + 1], strict=True))
        self._lessons = lessons.Weighing(piece, _without(named, plain), self._sentences)
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
        return Fault((kind.sure if sure else kind.unsure).id, self._excerpt(hit, mention))

    def is_all_problem(self) -> bool:
        """True if the piece is a problem to be calculated, and nothing else."""
        return self._lessons.is_problem(0, len(self._sentences) - 1)

    def _is_problem(self, mention: Mention) -> bool:
        places = self._places(mention.start, mention.start)
        is_given = fold(mention.name.split()[0]) in MAY_BE_GIVEN
        return self._lessons.is_problem(*places, of_whole_name=mention.full and is_given)

    def _is_of_lesson(self, hit: Hit, mention: Mention, places: tuple[int, int]) -> bool:
        """True if these sentences are about people of lessons: surely, for a whole name."""
        if mention.known and mention.full and hit.kind.sure is not personal.ASKED:
            return self._lessons.is_told_here(*places)
        return self._lessons.is_lesson(*places)

    def said_of_someone(self) -> Fault | None:
        """Return what the form of a sentence alone says of someone, or None."""
        one, end = said_of.find(self._piece, filter(self._may_be_told_of, self._named)) or (None, 0)
        if one is None:
            one = next(filter(self._is_told_something, self._named), None)
            end = one.end + _SHORT if one else 0
        if one is None:
            return None
        words = mask_digits(self._piece[one.end : end].strip(" ,:=-"))
        return Fault(personal.ASKED.id, clip(f"{mask_name(one.name)} … {words}"))

    def _may_be_told_of(self, one: Mention) -> bool:
        if one.of_lesson or one in self._staff or not (one.known or self._is_one(one)):
            return False
        span = self._span(one.start, one.start)
        places = self._places(one.start, one.start)
        if self._lessons.is_lesson(*places) or self._is_problem(one):
            return False
        told = _HE_IS.search(self._plain, one.end, span[1]) or _NO_PRAISE.match(self._plain, one.end)
        if self._is("praise", *span) and not told:
            return False
        return not self._is("grown-ups", *span)

    def _is_told_something(self, one: Mention) -> bool:
        if not self._may_be_told_of(one):
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
        return self._sentences[first][0], self._sentences[last][1]

    def _places(self, one: int, other: int) -> tuple[int, int]:
        """Return the first and the last of the sentences from one place to another."""
        first, last = sorted((self._sentence_of(one), self._sentence_of(other)))
        return first, last

    def _is(self, said: str, start: int, end: int) -> bool:
        """True if these are sentences in which the phrases of a kind mean other things."""
        key_ = (said, start, end)
        if key_ not in self._known:
            self._known[key_] = _means_other_things(
                said, self._piece[start:end], self._plain[start:end]
            )
        return self._known[key_]

    def _nearest(self, hit: Hit) -> tuple[Mention, bool] | None:
        at = self._sentence_of(hit.start)
        best: tuple[Mention, bool] | None = None
        for mention in self._named:
            if mention.start <= hit.start and hit.end <= mention.end:
                continue  # the phrase is part of the name
            if mention.of_lesson and hit.kind.in_lessons and not self._has_now(mention):
                continue
            where = self._sentence_of(mention.start)
            together = where == at
            if not together and not self._go_on(at, where, mention):
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

    def _go_on(self, one: int, other: int, mention: Mention) -> bool:
        """True if what one sentence tells is told of whom another names, a little before or
        right after it."""
        if one < other:
            if _OF_STAFF.match(self._plain, self._sentences[one][0]):
                return False
            return one == other - 1 and (
                self._speaks_to(other) or self._is_about(one, other, mention)
            )
        between = range(other + 1, one + 1)
        if len(between) > 1:
            return len(between) <= _MOST_BETWEEN and all(map(self._goes_on, between))
        return self._is_about(one, other, mention)

    def _is_about(self, one: int, other: int, mention: Mention) -> bool:
        """True if a sentence is a few words or says "she", or the one beside it, which names
        someone, is hardly more than the name, or a list of names."""
        (begin, end), (start, stop) = self._sentences[one], self._sentences[other]
        named = [len(who.name) + 2 for who in self._named if start <= who.start < stop]
        is_list = len(named) > 1 and 2 * sum(named) > stop - start
        return (
            end - begin <= _SHORT
            or 2 * len(mention.name) > stop - start
            or is_list
            or self._goes_on(one)
            or self._is_spoken_to(one, mention)
        )

    def _goes_on(self, one: int) -> bool:
        """True if a sentence says "she", or nothing at all of who it is about, as Spanish does."""
        begin, end = self._sentences[one]
        plain = self._plain[begin:end]
        return (_PRONOUN.search(plain) or _SUBJECTLESS.match(plain)) is not None

    def _is_spoken_to(self, one: int, mention: Mention) -> bool:
        """True for "You went from a 5 to an 8" after "How proud I am, Anahí!"."""
        begin, end = self._sentences[one]
        return bool(
            _YOU.search(self._plain[begin:end])
            and _CALLED.search(self._plain, max(0, mention.start - _SHORT), mention.start)
            and _CALLED_ENDS.match(self._plain, mention.end)
        )

    def _speaks_to(self, one: int) -> bool:
        """True for "Keep trying, Winston!" after what is told, and not for thanks."""
        begin, end = self._sentences[one]
        return end - begin <= _SHORT and _THANKS.search(self._plain[begin:end]) is None

    def _sentence_of(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _excerpt(self, hit: Hit, mention: Mention) -> str:
        said = mask_digits(self._piece[hit.start : hit.end])
        if hit.kind.sure.id == marks.SURE.id:
            said = _LETTER_GRADE.sub(DOT, said)
        name = mask_name(mention.name)
        return clip(f"{name} … {said}" if mention.start < hit.start else f"{said} … {name}")


def _means_other_things(said: str, text: str, plain: str) -> bool:
    match said:
        case "":
            return False
        case "sport":
            return lessons.is_game(plain)
        case "game":
            return lessons.is_game(plain) or grades.speaks_of_other_things(text)
        case "grown-ups":
            return said_of.is_of_grown_ups(text)
        case "office":
            return lessons.is_office(plain)
        case _:
            return lessons.is_played(plain) or personal.PRAISE.search(plain) is not None


def _is_called_so(mention: Mention) -> bool:
    """True for a name of a list: not for one that is a name by its shape alone."""
    first = fold(mention.name.split()[0]).strip(".")
    return mention.known or not mention.full or first in MAY_BE_GIVEN or len(first) == 1


def _without(named: list[Mention], plain: str) -> str:
    """Return a text with spaces for the names in it: Pinto painted nothing."""
    for one in named:
        plain = plain[: one.start] + " " * (one.end - one.start) + plain[one.end :]
    return plain


def _distance(hit: Hit, mention: Mention) -> int:
    return max(mention.start - hit.end, hit.start - mention.end, 0)
