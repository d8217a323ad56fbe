"""Logins that are made of somebody's name: "felix0419", "tony.baez", an address of a student."""

import re
from collections.abc import Iterator
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from .by_form import LOGINS
from .lines import Lines
from .masking import mask_digits, mask_name
from .naming.word_lists import ALL_FAMILY, ALL_GIVEN
from .normalizing import fold

_MADE: Final = re.compile(r"\b[a-z]{2,20}(?:[._][a-z]{2,20}[0-9]{0,4}|[0-9]{2,6})(?![\w@])")
_OF_STUDENTS: Final = re.compile(r"\b([a-z]{2,20})[._]?([a-z]{0,20})[0-9]{0,6}@(?:students?|stu)\.")
# Found by what is rarest in it.
_MAY_BE_MADE: Final = re.compile(r"[._0-9](?<=[a-z].)[a-z0-9]")
_LETTERS: Final = re.compile(r"[a-z]+")


def find(lines: Lines) -> Iterator[tuple[int, Fault]]:
    """Yield a fault for the first login of each line, with the place where the line begins."""
    for start in lines.matching(_OF_STUDENTS) if "@stu" in lines.text else ():
        found = _OF_STUDENTS.search(lines.line(start))
        if found and any(map(_is_a_name, found.groups())):
            yield start, _fault(found[0])
    for start in lines.matching(_MAY_BE_MADE):
        line = lines.line(start)
        if not LOGINS.search(line):
            continue
        for found in _MADE.finditer(line):
            if any(_is_a_name(part) for part in _LETTERS.findall(found[0])):
                yield start, _fault(found[0])
                break


def _is_a_name(part: str) -> bool:
    plain = fold(part)
    return plain in ALL_GIVEN or plain in ALL_FAMILY


def _fault(said: str) -> Fault:
    return Fault("number-maybe-beside-name", clip(mask_name(mask_digits(said))))
