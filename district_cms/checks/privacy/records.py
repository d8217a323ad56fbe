"""Private information beside a name: a phrase of one of the kinds, and who could be meant.

Cheap first: the words of each line are looked up in the phrases' own, then in the lists of names,
and only what is left is read closely. A known name with a strong phrase in the same sentence
blocks; anything less is asked.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import by_form, grades, lessons
from .kinds import ALL, Kind, marks
from .lines import Lines
from .masking import DOT, mask_digits, mask_name
from .mentions import Mention, in_capitals, mentions
from .normalizing import folded
from .passages import APART, FURTHEST, around
from .phrases import STEM, Phrase
from .word_lists import ALL_GIVEN

_LONGEST: Final = 600
"""A line is read in pieces of this length, which overlap by `_OVERLAP`."""
_OVERLAP: Final = 200
_SHORT: Final = 30
_NEAR: Final = 45
_FAR: Final = 200

_PUNCTUATION: Final = str.maketrans(dict.fromkeys('.,;:!?()[]{}"“”«»¿¡/|–—-_·•&+=#*<>', " "))
_SENTENCE: Final = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[\d)\]\"'][.!?])) (?=[^\W\d_a-z]|[¿¡(\"])|\n"
)
_PRONOUN: Final = re.compile(r"\b(?:he|she|his|her|him|hers|they|their|el|ella|le|su|sus|lo|la)\b")
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")
# What may be a name: two words with capitals, or one with its initial; "the Xiong family".
_UPPER: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f"
_MAY_NAME: Final = re.compile(
    rf"[{_UPPER}][\w'-]{{0,30}},? (?:(?:de|del|la|al|bin|van|von|der|da|dos) ){{0,2}}"
    rf"[{_UPPER}][\w'.-]"
    rf"|\b[Ff]amil(?:y\b|ia [{_UPPER}])"
)

_LETTER_GRADE: Final = re.compile(r"\b[A-DF]\b[+-]?")


_NOBODY: Final[list[str]] = []


class _Hit(NamedTuple):
    start: int
    end: int
    kind: Kind
    phrase: Phrase


_Phrases = dict[str, list[tuple[Kind, Phrase]]]


def _index() -> tuple[_Phrases, _Phrases]:
    exact: _Phrases = {}
    stems: _Phrases = {}
    for kind in ALL:
        for phrase in kind.phrases:
            for word in phrase.anchors:
                exact.setdefault(word, []).append((kind, phrase))
            for stem in phrase.stems:
                stems.setdefault(stem, []).append((kind, phrase))
    return exact, stems


_EXACT, _STEMS = _index()


def tells(word: str) -> bool:
    """True if a folded word is, or may be, one that a phrase is found by."""
    return word in _EXACT or word[:STEM] in _STEMS


def find(lines: Lines, today: date | None) -> Iterator[tuple[int, Fault]]:
    """Yield the faults of an undisguised text, each with the place where its line begins.

    Without `today` no birth date can be told from history.
    """
    plain = folded(lines.text)
    page = _Page(lines.text.split("\n"), plain.translate(_PUNCTUATION))
    with_form = {start for pattern in by_form.PATTERNS for start in lines.matching(pattern)}
    known: dict[str, list[Fault]] = {}
    start = 0
    for index, line in enumerate(page.lines):
        if start in with_form or page.tells[index]:
            told = page.passage(index)
            if told not in known:
                known[told] = list(in_line(told, today)) if told else []
            for fault in known[told]:
                yield start, fault
        start += len(line) + 1


class _Page:
    """The lines of a text: which of them hold a word of a phrase, and which may name someone."""

    def __init__(self, lines: Sequence[str], plain: str) -> None:
        self.lines = lines
        words = set(plain.split())
        telling = {word for word in words if tells(word)}
        given = {word for word in words if word.removesuffix("'s") in ALL_GIVEN}
        self.tells: list[bool] = []
        self._names: list[list[str]] = []
        known: dict[str, list[str]] = {}
        for line, plain_line in zip(lines, plain.split("\n"), strict=True):
            said = plain_line.split()
            self.tells.append(not telling.isdisjoint(said))
            may_name = not given.isdisjoint(said) or _MAY_NAME.search(line) is not None
            if may_name and line not in known:
                known[line] = _names_in(line.strip())
            self._names.append(known[line] if may_name else _NOBODY)

    def passage(self, index: int) -> str:
        """Return what is to be read of a line, with what belongs to it; "" if nobody is named."""
        if not any(self._names[max(index - FURTHEST, 0) : index + FURTHEST + 1]):
            return ""
        told = around(self.lines, index, names=self._names)
        alone = len(told) <= len(self.lines[index])
        return "" if alone and not self._names[index] else told


def _names_in(line: str) -> list[str]:
    """Return who is named in a line; in one all in small letters, who may be."""
    if line.islower() or line.isupper():
        line = in_capitals(line)
    return [mention.name for mention in mentions(line)]


def in_line(line: str, today: date | None) -> Iterator[Fault]:
    """Yield a fault for each kind of information beside a name in one undisguised line."""
    told: set[str] = set()
    for start in range(0, max(len(line) - _OVERLAP, 1), _LONGEST - _OVERLAP):
        for fault in _in_piece(line[start : start + _LONGEST], today):
            if fault.rule not in told:
                told.add(fault.rule)
                yield fault


def _in_piece(piece: str, today: date | None) -> Iterator[Fault]:
    if piece.islower() or piece.isupper():
        piece = in_capitals(piece)
    plain = folded(piece)
    hits = _hits(plain)
    if not hits and not any(pattern.search(piece) for pattern in by_form.PATTERNS):
        return
    named = mentions(piece)
    if not named or lessons.is_problem(plain):
        return
    yield from by_form.find(piece, named, today)
    reading = _Reading(piece, plain, named)
    done: set[str] = set()
    for hit in hits:
        if hit.kind.unsure.id not in done and (fault := reading.fault(hit)):
            done.add(hit.kind.unsure.id)
            yield fault


def _hits(plain: str) -> list[_Hit]:
    tried: set[int] = set()
    found: list[_Hit] = []
    for word in plain.translate(_PUNCTUATION).split():
        for kind, phrase in (*_EXACT.get(word, ()), *_STEMS.get(word[:STEM], ())):
            if id(phrase) in tried:
                continue
            tried.add(id(phrase))
            if match := phrase.pattern.search(plain):
                found.append(_Hit(match.start(), match.end(), kind, phrase))
    return found


class _Reading:
    """A piece of a line, with whom it names: which phrase speaks of whom?"""

    def __init__(self, piece: str, plain: str, named: list[Mention]) -> None:
        self._piece = piece
        self._plain = plain
        self._named = named
        starts = [0, *(match.end() for match in _SENTENCE.finditer(piece))]
        self._sentences = list(zip(starts, [*starts[1:], len(piece) + 1], strict=True))
        self._is_lesson = lessons.is_one(plain, piece)
        sport = lessons.is_game(plain)
        self._not_in = {
            "": False,
            "game": sport or grades.speaks_of_other_things(piece),
            "sport": sport,
            "office": lessons.is_office(plain),
        }

    def fault(self, hit: _Hit) -> Fault | None:
        """Return what a phrase tells of someone, or None."""
        kind = hit.kind
        if (self._is_lesson and kind.in_lessons) or self._not_in[kind.not_in]:
            return None
        if kind.beside and not kind.beside.search(self._plain):
            return None
        told = self._nearest(hit)
        if told is None:
            return None
        mention, together = told
        near = _distance(hit, mention)
        if hit.phrase.weak and not (together and near <= _NEAR // 3 and APART not in self._piece):
            return None
        sure = mention.known and mention.full and together and near <= _NEAR
        sure = sure and not (hit.phrase.weak or self._is_lesson or APART in self._piece)
        return Fault((kind.sure if sure else kind.unsure).id, self._excerpt(hit, mention))

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
        return best

    def _has_now(self, mention: Mention) -> bool:
        """True if someone called as a person of lessons is said to have something now."""
        return _PRESENT.match(self._plain, mention.end) is not None

    def _go_on(self, one: int, other: int, mention: Mention) -> bool:
        """True if what one sentence tells is told of whom the next to it names: it is a few words
        or says "she", or the other is hardly more than the name."""
        if abs(one - other) > 1:
            return False
        (begin, end), (start, stop) = self._sentences[one], self._sentences[other]
        return (
            end - begin <= _SHORT
            or 2 * len(mention.name) > stop - start
            or _PRONOUN.search(self._plain[begin:end]) is not None
        )

    def _sentence_of(self, at: int) -> int:
        return next(i for i, (start, end) in enumerate(self._sentences) if start <= at < end)

    def _excerpt(self, hit: _Hit, mention: Mention) -> str:
        said = mask_digits(self._piece[hit.start : hit.end])
        if hit.kind.sure.id == marks.SURE.id:
            said = _LETTER_GRADE.sub(DOT, said)
        name = mask_name(mention.name)
        return clip(f"{name} … {said}" if mention.start < hit.start else f"{said} … {name}")


def _distance(hit: _Hit, mention: Mention) -> int:
    return max(mention.start - hit.end, hit.start - mention.end, 0)
