"""Private information beside a name: a phrase of one of the kinds, and who could be meant.

Cheap first: the words of each line are looked up in the phrases' own, then in the lists of names,
and only what is left is read closely. A known name with a sure phrase right beside it blocks;
anything less is asked.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from ..findings import Fault
from . import unnamed, values_beside_names
from .attribution import Hit, Passage
from .kinds import may_begin_phrase, phrases_of
from .lines import Lines
from .naming.mentions import Mention
from .naming.relatives import everyone
from .normalizing import folded, without_punctuation
from .passages import Page, with_capitals

_TWO_WORDS: Final = re.compile(
    r"(?<![\w'])[a-z\u00df-\u00ff]{2,}(?![\w']).*?(?<![\w'])[a-z\u00df-\u00ff]{2,}(?![\w'])"
)
_LONGEST: Final = 600
"""A line is read in pieces of this length, which overlap by `_OVERLAP`."""
_OVERLAP: Final = 200
_MOST_PIECES: Final = 100
"""So many are read of one line after the last that told something new."""
_MOST_FAULTS: Final = 500
"""What tells so much is told: a pasted megabyte is not read to its end."""


def find(
    lines: Lines, today: date | None, staff: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Fault]]:
    """Yield the faults of an undisguised text, each with the place where its line begins.

    Without `today` no birth date can be told from history. `staff` are those of `PrivacyRules`.
    """
    known: dict[str, list[Fault]] = {}
    told_so_far = 0
    read: set[int] = set()
    page = _page(lines)
    for start, told in _passages(lines, page):
        read.add(start)
        if told not in known:
            known[told] = list(in_line(told, today, staff, page.named))
        for fault in known[told]:
            yield start, fault
        told_so_far += len(known[told])
        if told_so_far > _MOST_FAULTS:
            return
    if not told_so_far:
        yield from unnamed.find(lines, read, staff, page.named)


def passages(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield what is to be read closely, with the place where its line begins: lines that name
    somebody and may tell something, each with what belongs to it."""
    return _passages(lines, _page(lines))


def _page(lines: Lines) -> Page:
    return Page(lines, without_punctuation(folded(lines.text)), may_begin_phrase)


def _passages(lines: Lines, page: Page) -> Iterator[tuple[int, str]]:
    if not page.may_name:
        return
    read = {start for pattern in values_beside_names.PATTERNS for start in lines.matching(pattern)}
    start = 0
    for index, line in enumerate(page.lines):
        may_tell = page.tells[index] or start in read
        if not may_tell and index in page.may_name:
            may_tell = _TWO_WORDS.search(line) is not None
        if may_tell and (told := page.passage(index)):
            yield start, told
        start += len(line) + 1


def in_line(
    line: str,
    today: date | None,
    staff: frozenset[str] = frozenset(),
    named: Mapping[str, list[Mention]] = MappingProxyType({}),
) -> Iterator[Fault]:
    """Yield a fault for each kind of information beside a name in one undisguised line.

    `named` is who is named in what was looked at already.
    """
    told: set[str] = set()
    unread = _MOST_PIECES
    for piece, plain in in_pieces(line):
        unread -= bool(told)
        if not unread:
            return
        for fault in _in_piece(piece, plain, today, staff, named):
            if fault.rule not in told:
                told.add(fault.rule)
                unread = _MOST_PIECES
                yield fault


def in_pieces(line: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a line in which it is read, with each the same folded."""
    for start in range(0, max(len(line) - _OVERLAP, 1), _LONGEST - _OVERLAP):
        piece = with_capitals(line[start : start + _LONGEST])
        yield piece, folded(piece)


def _in_piece(
    piece: str,
    plain: str,
    today: date | None,
    staff: frozenset[str],
    known: Mapping[str, list[Mention]],
) -> Iterator[Fault]:
    hits = _hits(plain)
    if not (hits or _TWO_WORDS.search(piece) or values_beside_names.may_tell(piece)):
        return
    named = known[piece] if piece in known else everyone(piece)
    if not named:
        return
    reading = Passage(piece, plain, named, hits, staff)
    by_name = [one for one in named if not one.described]
    by_its_form = list(values_beside_names.find(piece, by_name, today))
    if by_its_form and reading.is_all_problem():
        by_its_form = []
    yield from by_its_form
    by_phrases = list(reading.faults())
    yield from by_phrases
    told = by_phrases or by_its_form
    if told:
        return
    if fault := reading.direct_statement() or reading.tells_as_a_whole():
        yield fault


def _hits(plain: str) -> list[Hit]:
    tried: set[int] = set()
    found: list[Hit] = []
    for word in without_punctuation(plain).split():
        for kind, phrase in phrases_of(word):
            if id(phrase) in tried:
                continue
            tried.add(id(phrase))
            if match := phrase.pattern.search(plain):
                found.append(Hit(match.start(), match.end(), kind, phrase))
    return found
