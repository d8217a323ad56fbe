"""Logins that are made of somebody's name: "felix0419", "tony.baez", an address of a student; and
rows of a name, a login and a password, which need no word that says so.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from .by_form import LOGINS
from .lines import Lines
from .masking import mask_digits, mask_name
from .naming.mentions import mentions
from .naming.word_lists import ALL_FAMILY, ALL_GIVEN
from .normalizing import fold

_MADE: Final = re.compile(r"\b[a-z]{2,20}(?:[._][a-z]{2,20}[0-9]{0,4}|[0-9]{2,6})(?![\w@])")
_OF_STUDENTS: Final = re.compile(r"\b([a-z]{2,20})[._]?([a-z]{0,20})[0-9]{0,6}@(?:students?|stu)\.")
# Found by what is rarest in it.
_MAY_BE_MADE: Final = re.compile(r"[._0-9](?<=[a-z].)[a-z0-9]")
_LETTERS: Final = re.compile(r"[a-z]+")
# "Jolina - jbautista31 / Taco2291", in one line or in three, as the cells of a row stand: the login
# is read back from the first sign that no word has.
_NEXT: Final = r"(?:\s*[:/|,;\u00b7=–—-]\s*|\s+)"
_WITH_PASSWORD: Final = re.compile(
    r"[._0-9](?<=[a-z].)[a-z0-9._]{1,20}(?:@[\w.-]{3,40})?" + _NEXT + r"(?P<password>"
    r"(?=[^\s\d]{0,20}[0-9])(?=\S{0,17}[A-Za-z]{3})[A-Za-z0-9!@#$%^&*_.-]{6,20})(?=\s*(?:\n|\Z))"
)
_LOGIN_ENDS: Final = re.compile(r"(?<![\w@.])[a-z][a-z0-9]{1,20}\Z")
_NAME_BEFORE: Final = re.compile(
    r"(?:\A|[\n:\u00b7] ?)(?P<name>[^\W\d_a-z][\w'.-]{1,20}(?: [^\W\d_a-z][\w'.-]{0,20}){0,2})"
    + _NEXT
    + r"\Z"
)
_REACH: Final = 70
_MOST_ROWS: Final = 200
_INITIALS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


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
    yield from _with_passwords(lines)


def _rows(lines: Lines) -> Iterator[tuple[int, str, str, str]]:
    """Yield where rows of a name, a login and a password begin, and what they say."""
    text = lines.text
    for found in islice(_WITH_PASSWORD.finditer(text), _MOST_ROWS):
        begun = _LOGIN_ENDS.search(text, max(0, found.start() - _REACH), found.start())
        if begun is None:
            continue
        before = text[max(0, begun.start() - _REACH) : begun.start()]
        if named := _NAME_BEFORE.search(before):
            login = text[begun.start() : found.start("password")].split()[0]
            start = lines.start_of(begun.start() - len(before) + named.start("name"))
            yield start, named["name"], login, found["password"]


def _with_passwords(lines: Lines) -> Iterator[tuple[int, Fault]]:
    """A login that is made of a name tells by itself that it is one; else there have to be two."""
    found = list(_rows(lines))
    of_people = len(found) > 1 and any(mentions(name) for _start, name, _login, _word in found)
    for start, name, login, password in found:
        if of_people or _is_made_of_a_name(login, name):
            said = f"{mask_name(name)} … {mask_digits(password)}"
            yield start, Fault("number-maybe-beside-name", clip(said))


def _is_made_of_a_name(login: str, name: str) -> bool:
    own = {fold(word) for word in _WORD.findall(name)}
    return any(
        part in own or any(_is_a_name(part[initials:]) for initials in range(_INITIALS + 1))
        for part in _LETTERS.findall(login.partition("@")[0])
        if len(part) > _INITIALS
    )


def _is_a_name(part: str) -> bool:
    plain = fold(part)
    return plain in ALL_GIVEN or plain in ALL_FAMILY


def _fault(said: str) -> Fault:
    return Fault("number-maybe-beside-name", clip(mask_name(mask_digits(said))))
