"""Lines that make one form: the rows of a table, the items of a list, a heading with its lines."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .passages import APART

_SHORT: Final = 80
_LONGEST_BESIDE: Final = 200
_LONGEST: Final = 600
_LEAST: Final = 2


class Form(NamedTuple):
    """Lines that belong together as one text, and where each begins and ends in it."""

    text: str
    rows: list[tuple[int, int]]


def forms(lines: Sequence[str]) -> Iterator[Form]:
    """Yield the forms among the lines of a text, each no longer than can be weighed at once."""
    group: list[str] = []
    short = 0
    for line in lines:
        text = line.strip(" \u00b7")
        if not text:
            continue
        is_short = len(text) <= _SHORT
        if len(text) > _LONGEST_BESIDE:
            yield from _form(group, short)
            group, short = [], 0
            continue
        group.append(text)
        short += is_short
        if not is_short and short:  # what closes a form may open another
            yield from _form(group, short)
            group, short = [text], 0
    yield from _form(group, short)


def _form(group: list[str], short: int) -> Iterator[Form]:
    if short < 1 or len(group) < _LEAST:
        return
    lead, part, size = group[0], [group[0]], len(group[0])
    for line in group[1:]:
        if size + len(line) > _LONGEST and len(part) > 1:
            yield _joined(part)
            part, size = [lead], len(lead)
        part.append(line)
        size += len(line) + len(APART)
    if len(part) > 1:
        yield _joined(part)


def _joined(part: list[str]) -> Form:
    rows: list[tuple[int, int]] = []
    at = 0
    for line in part:
        rows.append((at, at + len(line)))
        at += len(line) + len(APART)
    return Form(APART.join(part), rows)
