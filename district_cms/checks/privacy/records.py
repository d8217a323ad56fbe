"""Private information beside a name: a phrase of one of the kinds, and who could be meant.

Cheap first: the words of each line are looked up in the phrases' own, then in the lists of names,
and only what is left is read closely. A known name with a strong phrase in the same sentence
blocks; anything less is asked.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import by_form, grades, lessons, said_of
from .kinds import Kind, marks, personal
from .kinds.index import phrases_of, tells
from .lines import Lines
from .masking import DOT, mask_digits, mask_name
from .naming.capitalized import in_capitals
from .naming.keys import key
from .naming.mentions import Mention, mentions
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold, folded, without_punctuation
from .passages import APART, Page
from .phrases import Phrase

_LONGEST: Final = 600
"""A line is read in pieces of this length, which overlap by `_OVERLAP`."""
_OVERLAP: Final = 200
_SHORT: Final = 30
_NEAR: Final = 45
_FAR: Final = 200

_SENTENCE: Final = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[\d)\]\"'][.!?])) (?=[^\W\d_a-z]|[¿¡(\"])|\n"
)
_PRONOUN: Final = re.compile(r"\b(?:he|she|his|her|him|hers|they|their|el|ella|le|su|sus|lo|la)\b")
_THANKS: Final = re.compile(r"\b(?:thank|congrat|gracias|felici|welcome|bienvenid|by|con|ms|mr)")
_MOST_BETWEEN: Final = 3
_SEVERAL: Final = 2
_OF_ONE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella|su|sus|le)\b")
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")
_LETTER_GRADE: Final = re.compile(r"\b[A-DF]\b[+-]?")


class _Hit(NamedTuple):
    start: int
    end: int
    kind: Kind
    phrase: Phrase


def find(
    lines: Lines, today: date | None, staff: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Fault]]:
    """Yield the faults of an undisguised text, each with the place where its line begins.

    Without `today` no birth date can be told from history. `staff` are those of `PrivacyRules`.
    """
    page = Page(lines, without_punctuation(folded(lines.text)), tells)
    if not page.may_name:
        return
    read = {start for pattern in by_form.PATTERNS for start in lines.matching(pattern)}
    saying = {index for index in page.may_name if said_of.may_say(page.lines[index])}
    known: dict[str, list[Fault]] = {}
    start = 0
    for index, line in enumerate(page.lines):
        if page.tells[index] or index in saying or start in read:
            told = page.passage(index)
            if told not in known:
                known[told] = list(in_line(told, today, staff)) if told else []
            for fault in known[told]:
                yield start, fault
        start += len(line) + 1


def in_line(line: str, today: date | None, staff: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Yield a fault for each kind of information beside a name in one undisguised line."""
    told: set[str] = set()
    for start in range(0, max(len(line) - _OVERLAP, 1), _LONGEST - _OVERLAP):
        for fault in _in_piece(line[start : start + _LONGEST], today, staff):
            if fault.rule not in told:
                told.add(fault.rule)
                yield fault


def _in_piece(piece: str, today: date | None, staff: frozenset[str]) -> Iterator[Fault]:
    if piece.islower() or piece.isupper():
        piece = in_capitals(piece)
    plain = folded(piece)
    hits = _hits(plain)
    named = mentions(piece)
    if not named or lessons.is_problem(plain):
        return
    reading = _Reading(piece, plain, named, hits, staff)
    done: set[str] = set()
    by_its_form = list(by_form.find(piece, named, today))
    yield from by_its_form
    for hit in hits:
        if hit.kind.unsure.id not in done and (fault := reading.fault(hit)):
            done.add(hit.kind.unsure.id)
            yield fault
    if not (done or by_its_form) and (fault := reading.said_of_someone()):
        yield fault


def _hits(plain: str) -> list[_Hit]:
    tried: set[int] = set()
    found: list[_Hit] = []
    for word in without_punctuation(plain).split():
        for kind, phrase in phrases_of(word):
            if id(phrase) in tried:
                continue
            tried.add(id(phrase))
            if match := phrase.pattern.search(plain):
                found.append(_Hit(match.start(), match.end(), kind, phrase))
    return found


class _Reading:
    """A piece of a line, with whom it names: which phrase speaks of whom?"""

    def __init__(
        self, piece: str, plain: str, named: list[Mention], hits: list[_Hit], staff: frozenset[str]
    ) -> None:
        self._staff = {one for one in named if staff and key(one.name) in staff}
        self._personal = sum(hit.kind.sure is personal.ASKED for hit in hits)
        self._piece = piece
        self._plain = plain
        self._named = named
        starts = [0, *(match.end() for match in _SENTENCE.finditer(piece))]
        self._sentences = list(zip(starts, [*starts[1:], len(piece) + 1], strict=True))
        self._said = _without(named, plain)
        self._is_invented = lessons.is_invented(self._said, piece)
        self._is_lesson = self._is_invented or lessons.is_one(self._said, piece)
        self._known: dict[str, bool] = {"": False}

    def fault(self, hit: _Hit) -> Fault | None:
        """Return what a phrase tells of someone, or None."""
        kind = hit.kind
        if self._is_invented or self._is(kind.not_in):
            return None
        if kind.beside and not kind.beside.search(self._plain):
            return None
        told = self._nearest(hit)
        if told is None:
            return None
        mention, together = told
        if kind.in_lessons and self._is_lesson and self._is_of_lesson(hit, mention):
            return None
        if kind.sure is personal.ASKED and not _is_called_so(mention):
            return None
        if kind is personal.COMMON and (APART in self._piece or not self._is_told_of_one(mention)):
            return None
        near = _distance(hit, mention)
        if hit.phrase.weak and not (together and near <= _NEAR // 3 and APART not in self._piece):
            return None
        sure = mention.known and mention.full and together and near <= _NEAR
        sure = sure and not (hit.phrase.weak or self._is_lesson or APART in self._piece)
        return Fault((kind.sure if sure else kind.unsure).id, self._excerpt(hit, mention))

    def _is_of_lesson(self, hit: _Hit, mention: Mention) -> bool:
        """True unless a lesson is told of elsewhere, and someone with a whole name stands here."""
        if not (mention.known and mention.full):
            return True
        places = {self._sentence_of(hit.start), self._sentence_of(mention.start)}
        spans = [self._sentences[place] for place in sorted(places)]
        return any(lessons.is_one(self._said[a:b], self._piece[a:b]) for a, b in spans)

    def said_of_someone(self) -> Fault | None:
        """Return what the form of a sentence alone says of someone, or None."""
        said = said_of.find(self._piece, [one for one in self._named if one not in self._staff])
        if said is None or self._is_lesson or self._is("praise") or self._is("office"):
            return None
        one, end = said
        words = mask_digits(self._piece[one.end : end].strip(" ,:=-"))
        return Fault(personal.ASKED.id, clip(f"{mask_name(one.name)} … {words}"))

    def _is_told_of_one(self, mention: Mention) -> bool:
        """True if what is said of everybody is said of someone here: of a whole name, with
        another such word, or of a list of names."""
        if self._is("office"):
            return False
        said = self._personal + (mention.known and _OF_ONE.search(self._plain) is not None)
        return mention.full or said >= _SEVERAL or len(self._named) > _SEVERAL

    def _is(self, said: str) -> bool:
        """True if this is a text in which the phrases of a kind mean other things."""
        if said not in self._known:
            self._known[said] = self._read(said)
        return self._known[said]

    def _read(self, said: str) -> bool:
        match said:
            case "sport":
                return lessons.is_game(self._plain)
            case "game":
                return self._is("sport") or grades.speaks_of_other_things(self._piece)
            case "office":
                return lessons.is_office(self._plain)
            case _:
                return self._is("sport") or personal.PRAISE.search(self._plain) is not None

    def _nearest(self, hit: _Hit) -> tuple[Mention, bool] | None:
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
        )

    def _goes_on(self, one: int) -> bool:
        begin, end = self._sentences[one]
        return _PRONOUN.search(self._plain[begin:end]) is not None

    def _speaks_to(self, one: int) -> bool:
        """True for "Keep trying, Winston!" after what is told, and not for thanks."""
        begin, end = self._sentences[one]
        return end - begin <= _SHORT and _THANKS.search(self._plain[begin:end]) is None

    def _sentence_of(self, at: int) -> int:
        return next(i for i, (start, end) in enumerate(self._sentences) if start <= at < end)

    def _excerpt(self, hit: _Hit, mention: Mention) -> str:
        said = mask_digits(self._piece[hit.start : hit.end])
        if hit.kind.sure.id == marks.SURE.id:
            said = _LETTER_GRADE.sub(DOT, said)
        name = mask_name(mention.name)
        return clip(f"{name} … {said}" if mention.start < hit.start else f"{said} … {name}")


def _is_called_so(mention: Mention) -> bool:
    """True for a name of a list: not for one that is a name by its shape alone."""
    return mention.known or not mention.full or fold(mention.name.split()[0]) in MAY_BE_GIVEN


def _without(named: list[Mention], plain: str) -> str:
    """Return a text with spaces for the names in it: Pinto painted nothing."""
    for one in named:
        plain = plain[: one.start] + " " * (one.end - one.start) + plain[one.end :]
    return plain


def _distance(hit: _Hit, mention: Mention) -> int:
    return max(mention.start - hit.end, hit.start - mention.end, 0)
