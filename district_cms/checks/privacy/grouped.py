"""Lines that make one form: the rows of a table, the items of a list, a heading with its lines."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .passages import APART

_SHORT: Final = 80
_LONGEST_BESIDE: Final = 200
_LONGEST: Final = 600
_LEAST: Final = 2
_MOST: Final = 500


class Form(NamedTuple):
    """Lines that belong together as one text, and where each begins and ends in it."""

    text: str
    rows: list[tuple[int, int]]
    start: int


def forms(lines: Sequence[str]) -> Iterator[Form]:
    """Yield the forms among the lines of a text, each no longer than can be weighed at once."""
    group: list[str] = []
    short = 0
    first = 0
    for index, line in enumerate(lines):
        text = line.strip(" \u00b7")
        if not text:
            continue
        is_short = len(text) <= _SHORT
        if not is_short and (len(text) > _LONGEST_BESIDE):
            yield from _form(group, short, first)
            group, short = [], 0
            continue
        if not group:
            first = index
        group.append(text)
        short += is_short
        if not is_short and short:  # what closes a form may open another
            yield from _form(group, short, first)
            group, short, first = [text], 0, index
    yield from _form(group, short, first)


def _form(group: list[str], short: int, first: int) -> Iterator[Form]:
    if short < 1 or len(group) < _LEAST:
        return
    lead, part, size = group[0], [group[0]], len(group[0])
    for line in group[1:]:
        if size + len(line) > _LONGEST and len(part) > 1:
            yield _joined(part, first)
            part, size = [lead], len(lead)
        part.append(line)
        size += len(line) + len(APART)
    if len(part) > 1:
        yield _joined(part, first)


def _joined(part: list[str], first: int) -> Form:
    rows: list[tuple[int, int]] = []
    at = 0
    for line in part:
        rows.append((at, at + len(line)))
        at += len(line) + len(APART)
    return Form(APART.join(part), rows, first)
