"""Private information beside a name: a phrase of one of the kinds, and the person it may be about.

Cheap checks come first: the words of each line are looked up in the phrases, then in the lists of
names, and only the rest is read closely. A known name with a certain phrase right beside it blocks;
anything less asks.
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
"""So many pieces of a line are read after the last one with a new finding."""
_MOST_FAULTS: Final = 500
"""Reading stops after so many faults, in case someone pastes a megabyte."""


def find(
    lines: Lines, today: date | None, staff: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Fault]]:
    """Yield the faults of an undisguised text, each with the start of its line.

    Without `today`, birth dates are not checked, since they may be history. `staff` is that of
    `PrivacyRules`.
    """
    known: dict[str, list[Fault]] = {}
    fault_count = 0
    read: set[int] = set()
    page = _page(lines)
    for start, passage in _passages(lines, page):
        read.add(start)
        if passage not in known:
            known[passage] = list(in_line(passage, today, staff, page.named))
        for fault in known[passage]:
            yield start, fault
        fault_count += len(known[passage])
        if fault_count > _MOST_FAULTS:
            return
    if not fault_count:
        yield from unnamed.find(lines, read, staff, page.named)


def passages(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield the passages to read closely, each with the start of its line: lines that name somebody
    and may be private, with the lines that belong to them."""
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
        if may_tell and (passage := page.passage(index)):
            yield start, passage
        start += len(line) + 1


def in_line(
    line: str,
    today: date | None,
    staff: frozenset[str] = frozenset(),
    named: Mapping[str, list[Mention]] = MappingProxyType({}),
) -> Iterator[Fault]:
    """Yield a fault for each kind of information beside a name in one undisguised line.

    `named` are the names in the texts that were read already.
    """
    reported: set[str] = set()
    unread = _MOST_PIECES
    for piece, plain in in_pieces(line):
        unread -= bool(reported)
        if not unread:
            return
        for fault in _in_piece(piece, plain, today, staff, named):
            if fault.rule not in reported:
                reported.add(fault.rule)
                unread = _MOST_PIECES
                yield fault


def in_pieces(line: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces in which a line is read, each with capitals for names and folded."""
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
    by_name = [mention for mention in named if not mention.described]
    by_its_form = list(values_beside_names.find(piece, by_name, today))
    if by_its_form and reading.is_all_problem():
        by_its_form = []
    yield from by_its_form
    by_phrases = list(reading.faults())
    yield from by_phrases
    faults = by_phrases or by_its_form
    if faults:
        return
    if fault := reading.direct_statement() or reading.tells_as_a_whole():
        yield fault


def _hits(plain: str) -> list[Hit]:
    tried: set[int] = set()
    hits: list[Hit] = []
    for word in without_punctuation(plain).split():
        for kind, phrase in phrases_of(word):
            if id(phrase) in tried:
                continue
            tried.add(id(phrase))
            if match := phrase.pattern.search(plain):
                hits.append(Hit(match.start(), match.end(), kind, phrase))
    return hits
