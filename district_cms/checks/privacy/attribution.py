"""Decides which phrase of a passage is about which person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import direct_statements, kinds, lessons, values_beside_names
from .kinds import Kind
from .lines import Sentences
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import Mention
from .naming.people import key
from .naming.relatives import is_certain_person, may_be_somebody
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold
from .other_meanings import have_other_meaning
from .passages import LINE_SEPARATOR
from .phrases import Phrase
from .scorer import (
    AS_A_WHOLE,
    CONTINUED,
    ENOUGH,
    EXERCISE,
    LISTED,
    MAY_TELL,
    STRONG,
    SURELY,
    WEAK,
    Likelihood,
)

_LETTER_GRADE: Final = re.compile(r"\b[A-DF]\b[+-]?")


class Hit(NamedTuple):
    start: int
    end: int
    kind: Kind
    phrase: Phrase

    @property
    def is_strong(self) -> bool:
        """True if the phrase names a kind of information, not only something personal."""
        return not (self.phrase.weak or self.kind.sure is kinds.PERSONAL_QUESTION)


@dataclass(frozen=True, slots=True)
class OfWholeName(Fault):
    """What a phrase says about a whole name in its sentence; `proved` if the phrase is certain."""

    proved: bool = False


class Statement(NamedTuple):
    """What a phrase says about a person.

    `sure`: the sentence has the whole name. `proved`: so does a certain phrase right beside it.
    `beside`: a certain phrase is right beside a known name. `is_listed`: a list says it of a whole
    name. `continued`: another sentence says it of a whole name.
    """

    hit: Hit
    mention: Mention
    rule: str
    sure: bool
    proved: bool
    beside: bool
    is_listed: bool
    continued: bool

    @property
    def kind(self) -> str:
        """The id of the rule that asks about it."""
        return self.hit.kind.unsure.id


def excerpt(piece: str, hit: Hit, mention: Mention) -> str:
    """Return the name and the statement in the order of the text, with private values masked."""
    statement = mask_digits(piece[hit.start : hit.end])
    if hit.kind.sure.id == kinds.GRADES_CERTAIN.id:
        statement = _LETTER_GRADE.sub(DOT, statement)
    name = mask_name(mention.name)
    return clip(f"{name} … {statement}" if mention.start < hit.start else f"{statement} … {name}")


def is_called_so(mention: Mention) -> bool:
    """True for a listed name, not for one that is recognized only by its shape."""
    first = fold(mention.name.split()[0]).strip(".")
    return mention.known or not mention.full or first in MAY_BE_GIVEN or len(first) == 1


def distance(hit: Hit, mention: Mention) -> int:
    """Return the number of characters between a statement and a name."""
    return max(mention.start - hit.end, hit.start - mention.end, 0)


_ADVERB: Final = r"(?: (?:also|now|still|just|currently|again|already|recently|ya|ahora|otra vez))?"
_WHO: Final = rf"(?:,? (?:who|que))?{_ADVERB}"
_IS: Final = (
    rf"(?:[:,]| -|{_WHO} (?:is|was|are|were|got|(?:has|have|had|will|is|was) be(?:en|ing)?|esta|fue"
    rf"|ha sido){_ADVERB})"
)
_HAS: Final = (
    rf"{_WHO} (?:has|have|had|tiene|tuvo){_ADVERB}"
    r"(?: (?:an?|his|her|un|una|several|many|[0-9]{1,3}|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|dos|tres|cuatro|cinco|seis))?"
)
_CLASS: Final = (
    r"(?: (?:the|his|her|this|la|el))? (?:class|course|test|quiz|exam|grade|semester|math|algebra"
    r"|geometry|reading|science|english|biology|chemistry|physics|history|spanish|clase|materia"
    r"|examen|matematicas|ciencias|historia|ingles|lectura)\b"
)
_WORK: Final = r"(?: \w{1,10}){0,2} (?:work|homework|hw|assignments?|tareas?|trabajos?)\b"
_GRADER: Final = (
    r"(?: (?:of|a|al|the|student|alumn[oa]|senior|junior|sophomore|freshman|\w{3,10} grader)){0,3}"
)
_PLAN: Final = (
    r"(?:iep|bip|504 plan|plan 504|504(?= and\b|[.,;]|$))\b"
    r"(?! (?:workshop|training|night|class|team)\b)"
)

# By rule: expressions right after a name, and expressions right before it.
_AFTER: Final = {
    "grade-told-of-name": rf"{_IS} failing\b|{_WHO} (?:failed|fails|flunked|reprobo){_CLASS}",
    "missing-work-beside-name": (
        rf"{_HAS} missing{_WORK}|{_IS} missing{_WORK}|,? (?:aun |todavia )?les? faltan?{_WORK}"
        rf"|{_WHO} (?:owes?|owed|debe)\b[^.!?\n]{{0,30}}\$ ?[0-9]"
        rf"|{_WHO} (?:didn't|did not|hasn't|has not|never) (?:turn|hand)(?:ed)? in\b"
    ),
    "health-beside-name": (
        rf"{_HAS} (?:asthma|asma|diabetes|epileps(?:y|ia)|seizures?|convulsiones|adhd|ptsd|lice"
        r"|piojos|leukemia|leucemia)\b"
    ),
    "support-beside-name": rf"(?:{_HAS}|(?<='s)) {_PLAN}|{_IS} on an? {_PLAN}",
    "discipline-beside-name": (
        rf"{_IS} (?:suspend(?:ed|id[oa])|expelled|expulsad[oa])\b"
        r"(?! (?:in mid|in the air|over\b|above\b|(?:by|from) (?:the )?(?:ceiling|ropes?|wires?)))"
        rf"|(?:{_HAS}|{_IS} in) deten(?:tion|cion)\b"
    ),
    "attendance-beside-name": (
        rf"{_IS} (?:absent (?:on|today|yesterday|again|[0-9])|(?:marked )?truant\b)"
        rf"|{_HAS} unexcused\b|{_WHO} (?:skipp(?:ed|ing) (?:class|school)|falto (?:ayer|hoy))\b"
    ),
    "family-beside-name": rf"{_IS} in foster care\b",
    "number-beside-name": r"[,:]? (?:password|pw|pwd|contrasena)(?: is| es)?[:=]? ?\S",
    "contact-beside-name": rf"{_WHO} (?:lives?|living|vive|viven) (?:at|en) [0-9]{{1,5}}\b",
}
_BEFORE: Final = {
    "grade-told-of-name": r"\b(?:grade|calificacion|nota):? [a-df](?: ?[+-])? (?:for|de|para) $",
    "discipline-beside-name": (
        r"\b(?:suspend(?:ed|ing|ieron|er)?|expel(?:led|ling)?|expuls(?:aron|ar|o)"
        rf"|suspension of|expulsion of){_GRADER} $"
    ),
    "support-beside-name": r"\b(?:iep|bip)(?: meeting)? (?:for|of|de)(?: the student)? $",
}
_AFTER_NAME: Final = {rule: re.compile(words) for rule, words in _AFTER.items()}
_BEFORE_NAME: Final = {rule: re.compile(words) for rule, words in _BEFORE.items()}
_REACH: Final = 60


def is_certain(rule: str, plain: str, mention: Mention) -> bool:
    """True if a folded text states, right beside a name, what this rule refuses."""
    after, before = _AFTER_NAME.get(rule), _BEFORE_NAME.get(rule)
    near = max(0, mention.start - _REACH)
    return bool(
        (after and after.match(plain, mention.end))
        or (before and before.search(plain[near : mention.start]))
    )


class Piece:
    """A piece of a line. `plain` is the piece folded, `named` are the names in it, `hits` the
    phrases, and `staff` is that of `PrivacyRules`."""

    def __init__(
        self, piece: str, plain: str, named: list[Mention], hits: list[Hit], staff: frozenset[str]
    ) -> None:
        self._staff = {mention for mention in named if staff and key(mention.name) in staff}
        self._hits = hits
        self._piece = piece
        self._plain = plain
        self._named = named
        self._sentences = Sentences(piece, plain, named)
        self._likelihood = Likelihood(plain, named, self._sentences.spans)
        self._known: dict[tuple[str, int, int], bool] = {}

    @cached_property
    def _lessons(self) -> lessons.Weighing:
        return lessons.Weighing(
            self._piece, _without(self._named, self._plain), self._sentences.spans
        )

    def is_all_problem(self) -> bool:
        """True if the piece is a math problem and nothing else."""
        return self._lessons.is_problem(0, len(self._sentences.spans) - 1)

    def _is_problem(self, mention: Mention) -> bool:
        places = self._places(mention.start, mention.start)
        is_given = fold(mention.name.split()[0]) in MAY_BE_GIVEN
        return self._lessons.is_problem(*places, of_whole_name=mention.full and is_given)

    def _likely(self, place: int) -> float:
        return self._likelihood.of(self._sentences.of(place))

    def _likely_of_all(self, place: int, *, is_strong: bool = False) -> float:
        """Return the weight of the sentence at a position, with what the whole piece adds."""
        return self._likely_with_all(self._sentences.of(place), is_strong=is_strong)

    def _likely_with_all(self, sentence: int, *, is_strong: bool) -> float:
        return self._likelihood.of(sentence) + self._likelihood.added_by_all(
            sentence, is_strong=is_strong
        )

    def _span(self, place: int, other: int) -> tuple[int, int]:
        """Return the start and the end of the sentences between two positions."""
        first, last = self._places(place, other)
        return self._sentences.spans[first][0], self._sentences.spans[last][1]

    def _places(self, place: int, other: int) -> tuple[int, int]:
        """Return the numbers of the first and the last sentence between two positions."""
        first, last = sorted((self._sentences.of(place), self._sentences.of(other)))
        return first, last

    def _is_about_topic(self, topic: str, start: int, end: int) -> bool:
        """True if these sentences are about a topic that gives the phrases another meaning."""
        cache_key = (topic, start, end)
        if cache_key not in self._known:
            self._known[cache_key] = have_other_meaning(
                topic, self._piece[start:end], self._plain[start:end]
            )
        return self._known[cache_key]


def _without(named: list[Mention], plain: str) -> str:
    """Return a text with spaces for the names in it, as Pinto here does not mean "painted"."""
    for mention in named:
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    return plain


_SHORT: Final = 30
_PRONOUN: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella|su|sus|le)\b")
_NEAR: Final = 45
_FAR: Final = 200
_SEVERAL: Final = 2
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")


class Passage(Piece):
    """A piece of a line and the names in it: which phrase is about whom?"""

    _statements: Sequence[Statement] = ()

    def faults(self) -> Iterator[Fault]:
        """Yield one fault for each kind of information about someone."""
        hits = self._hits if self._may_need_question else self._certain_hits
        self._statements = list(filter(None, map(self._statement, hits)))
        done: set[str] = set()
        for statement in sorted(self._statements, key=lambda statement: not statement.proved):
            if statement.kind not in done and self._is_reported(statement):
                done.add(statement.kind)
                words = excerpt(self._piece, statement.hit, statement.mention)
                fault = OfWholeName(statement.rule, words, proved=statement.proved)
                yield fault if statement.sure else Fault(statement.rule, words)

    @cached_property
    def _may_need_question(self) -> bool:
        """False if the words weigh so little that no other evidence would be enough for a question.

        This quick check decides about nearly every text.
        """
        if any(mention.described for mention in self._named):
            return True
        strong = any(hit.is_strong for hit in self._hits)
        weak = any(not hit.is_strong for hit in self._hits)
        listed = strong and any(mention.known and mention.full for mention in self._named)
        starts = [*(mention.start for mention in self._named), *(hit.start for hit in self._hits)]
        sentences = {self._sentences.of(start) for start in starts}
        words = max(self._likely_with_all(sentence, is_strong=strong) for sentence in sentences)
        return words + (STRONG * strong + WEAK * weak + LISTED * listed) + SURELY >= ENOUGH

    @property
    def _certain_hits(self) -> list[Hit]:
        """The phrases that may be certain: only those about a known name."""
        is_known = any(mention.known for mention in self._named)
        return [hit for hit in self._hits if hit.is_strong] if is_known else []

    def _statement(self, hit: Hit) -> Statement | None:
        """Return what a phrase says about a person, or None if the lists of words exclude it."""
        kind = hit.kind
        if kind.beside and not kind.beside.search(self._plain):
            return None
        if "gpa" in self._plain[hit.start : hit.end] and values_beside_names.states_criterion(
            self._plain, hit.start, hit.end
        ):
            return None
        nearest = self._nearest(hit)
        if nearest is None:
            return None
        mention, together = nearest
        if self._is_about_topic(kind.not_in, *self._span(hit.start, mention.start)):
            return None
        places = self._places(hit.start, mention.start)
        if self._lessons.is_certain_lesson(*places) or self._is_problem(mention):
            return None
        is_lesson = self._lessons.is_lesson(*places)
        if kind.in_lessons and self._is_of_lesson(hit, mention, places):
            return None
        if kind.sure is kinds.PERSONAL_QUESTION and not is_called_so(mention):
            return None
        if kind is kinds.COMMON_WORDS and (
            LINE_SEPARATOR in self._piece or not self._is_about_one_person(mention)
        ):
            return None
        near = distance(hit, mention)
        if hit.phrase.weak and not (
            together and near <= _NEAR // 3 and LINE_SEPARATOR not in self._piece
        ):
            return None
        whole = mention.known and mention.full and near <= _NEAR
        listed = whole and hit.is_strong and LINE_SEPARATOR in self._piece[mention.end : hit.start]
        sure = whole and together and LINE_SEPARATOR not in self._piece
        sure = sure and not (hit.phrase.weak or is_lesson)
        sure = sure and kind.sure is not kind.unsure
        beside = mention.known and not is_lesson
        beside = beside and is_certain(kind.sure.id, self._plain, mention)
        proved = sure and beside
        continued = mention.known and mention.full and hit.is_strong and not together
        refuses = proved and not self._likelihood.is_most_unlikely(hit.start)
        rule = (kind.sure if refuses else kind.unsure).id
        return Statement(hit, mention, rule, sure, proved, beside, listed, continued)

    def _is_reported(self, statement: Statement) -> bool:
        """True unless the words around show that nothing private is said."""
        if statement.mention.described:
            return True  # weights know little about described children, so the phrase decides
        hit, mention = statement.hit, statement.mention
        if statement.sure:
            return statement.proved or not self._likelihood.is_most_unlikely(hit.start)
        if (
            statement.beside
            and self._likely(hit.start) >= 0
            and not lessons.is_exercise(self._plain)
        ):
            return True
        places = (hit.start, mention.start)
        words = max(self._likely_of_all(place, is_strong=hit.is_strong) for place in places)
        return words + self._by_phrases + SURELY * bool(self._certain_people) >= ENOUGH

    @cached_property
    def _certain_people(self) -> list[Mention]:
        """The people in the piece who are certainly persons and not staff."""
        return [
            mention
            for mention in self._named
            if self._is_certainly_person(mention) and mention not in self._staff
        ]

    def _is_certainly_person(self, mention: Mention) -> bool:
        is_person = mention.described or is_certain_person(self._piece, mention)
        if not is_person or self._is_problem(mention):
            return False
        return not self._is_about_topic("grown-ups", *self._span(mention.start, mention.start))

    def _may_be_somebody(self, mention: Mention) -> bool:
        if mention.described or mention.of_lesson or mention in self._staff:
            return False
        return may_be_somebody(self._piece, mention)

    def direct_statement(self) -> Fault | None:
        """Return the fault of a direct statement about someone, without weighing words, or None."""
        if not self._hits:
            return None
        statement = direct_statements.find(
            self._piece, self._plain, filter(self._may_be_student, self._named)
        )
        if statement is None:
            return None
        mention, rule, start, end = statement
        words = mask_digits(self._piece[start:end].strip(" ,:=-"))
        name = mask_name(mention.name)
        return Fault(
            rule, clip(f"{name} … {words}" if start >= mention.end else f"{words} … {name}")
        )

    def _may_be_student(self, mention: Mention) -> bool:
        places = self._places(mention.start, mention.start)
        is_other = mention.of_lesson or mention in self._staff
        return not (is_other or self._lessons.is_lesson(*places) or self._is_problem(mention))

    def tells_as_a_whole(self) -> Fault | None:
        """Return the question that all words of the piece raise together, or None."""
        if self._staff or max(self._likely(mention.start) for mention in self._named) < MAY_TELL:
            return None
        if LINE_SEPARATOR in self._piece or self._likelihood.of_all < AS_A_WHOLE:
            return None
        candidates = (
            mention
            for mention in self._named
            if mention.described or self._may_be_somebody(mention)
        )
        mention = max(candidates, key=lambda mention: self._likely(mention.start), default=None)
        return self._question(mention, mention.end + _SHORT) if mention else None

    @cached_property
    def _by_phrases(self) -> float:
        """What phrases of the lists add to the weight of the words; an exercise subtracts."""
        return (
            STRONG * any(statement.hit.is_strong for statement in self._statements)
            + WEAK * any(not statement.hit.is_strong for statement in self._statements)
            + LISTED * any(statement.is_listed for statement in self._statements)
            + CONTINUED * any(statement.continued for statement in self._statements)
            - EXERCISE * lessons.is_exercise(self._plain)
        )

    def _question(self, mention: Mention, end: int) -> Fault:
        words = mask_digits(self._piece[mention.end : end].strip(" ,:=-"))
        return Fault(kinds.PERSONAL_QUESTION.id, clip(f"{mask_name(mention.name)} … {words}"))

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
            if distance(hit, mention) > _FAR:
                continue
            if best is None or (not together, distance(hit, mention)) < (
                not best[1],
                distance(hit, best[0]),
            ):
                best = (mention, together)
        return None if best and hit.kind.of_staff and best[0] in self._staff else best

    def _has_now(self, mention: Mention) -> bool:
        """True if the text says what a person with a name from lessons is or has now."""
        return _PRESENT.match(self._plain, mention.end) is not None

    def _is_about_one_person(self, mention: Mention) -> bool:
        """True if a statement that fits everybody is about someone named here: by a full name, by
        another such word, or by a list of names."""
        if self._is_about_topic("office", *self._span(mention.start, mention.start)):
            return False
        evidence = sum(hit.kind.sure is kinds.PERSONAL_QUESTION for hit in self._hits)
        evidence += mention.known and _PRONOUN.search(self._plain) is not None
        return mention.full or evidence >= _SEVERAL or len(self._named) > _SEVERAL

    def _is_of_lesson(self, hit: Hit, mention: Mention, places: tuple[int, int]) -> bool:
        """True if these sentences are about people of lessons; for a whole name, certainly."""
        if mention.known and mention.full and hit.kind.sure is not kinds.PERSONAL_QUESTION:
            return self._lessons.is_lesson_by_itself(*places)
        return self._lessons.is_lesson(*places)
