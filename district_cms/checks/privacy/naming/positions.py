"""Names of no list, known by where they stand: at the same place of the rows of a table or list.

"Hser · 38" beside "Boone · 71" is somebody, whatever the name. A column of words that any
dictionary has, of days or of places names nobody.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from ..normalizing import fold
from .capitalized import COMMON
from .mentions import Mention
from .no_names import is_no_name
from .word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    GIVEN_OF_LESSONS,
    MAY_BE_GIVEN,
    OFFICES,
    OTHER_CAPITALS,
    TITLES,
)

_ENDS_A_CELL: Final = re.compile(r" \u00b7 |: | - |; |, | / | = | \(|\) ?|\u2192| \+ | & ")
# "Tyrese L.", "Hser Paw", "Whitehat, L.", "J.T.", "LJ".
_CALLED: Final = re.compile(
    r"(?P<first>[^\W\d_a-z][\w'-]+)(?: [^\W\d_a-z](?:\.|[\w'-]*)(?![\w'])){0,2}"
    r"(?:, [A-Z]\.)?(?![\w'])|(?P<initials>[A-Z]\.? ?[A-Z]\.?(?![\w']))"
)
_LEAST: Final = 2
_SHARE: Final = 0.6
_MOST_COLUMNS: Final = 4
_OTHERS: Final = OTHER_CAPITALS | TITLES | OFFICES | GIVEN_OF_LESSONS


def add_by_position(
    text: str, rows: Sequence[tuple[int, int]], named: list[Mention]
) -> list[Mention]:
    """Return who is named in a text, and whom the place in its rows tells besides, in its order.

    `rows` says where each row begins and ends.
    """
    columns = zip_longest(*(list(_cells(text, start, end)) for start, end in rows))
    more: dict[int, Mention] = {}
    for column, _ in zip(columns, range(_MOST_COLUMNS), strict=False):
        cells = [cell for cell in column if cell is not None]
        told = [one for cell in cells if (one := _called(text, *cell))]
        apart = [one for one in told if not _is_among(one, named)]
        known = sum(any(start <= one.start < end for one in named) for start, end in cells)
        if not apart or known + len(apart) < max(_LEAST, _SHARE * len(cells)):
            continue
        if known or any(one.known for one in apart) or len(apart) == len(cells):
            more.update((one.start, one) for one in apart)
    return sorted([*named, *more.values()]) if more else named


def _is_among(one: Mention, named: Sequence[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in named)


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each cell of a row begins and ends."""
    at = start
    for found in _ENDS_A_CELL.finditer(text, start, end):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end


def _called(text: str, start: int, end: int) -> Mention | None:
    """Return who may be called by the words with which a cell begins."""
    found = _CALLED.match(text, start, end)
    if found is None:
        return None
    if found["initials"]:
        return Mention(start, found.end(), found[0], known=False, full=False)
    plain = fold(found["first"].removesuffix("'s"))
    is_known = plain in MAY_BE_GIVEN or plain in ALL_FAMILY
    if not (is_known or _may_be_name(plain)):
        return None
    known = plain in ALL_GIVEN
    return Mention(start, found.end(), found[0], known=known, full=" " in found[0])


def _may_be_name(plain: str) -> bool:
    is_word = plain in COMMON or plain in _OTHERS or is_no_name(plain)
    return not is_word and plain.replace("-", "").isalpha()
