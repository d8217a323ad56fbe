"""Families, named by nothing but what they are called: "the Xiongs", "los Mendoza"."""

import re
from typing import Final

from ...word_sets import word_set
from .capitalized import Word
from .no_names import is_no_name
from .word_lists import ALL_FAMILY, FAMILY_WORDS

_LEARNED_FAMILIES: Final = word_set("bronte grimm jonas mirabal marx warner wright")
_REACH: Final = 30
_FAMILY_AFTER: Final = re.compile(
    r" (?:family|household|boys|girls|clan|cousins|twins|triplets|siblings|brothers|sisters|kids"
    r"|children)\b"
    r"(?! [^\W\d_a-z])"
)
_FAMILY_THEY: Final = re.compile(
    r",? (?:(?:ya|todav[ií]a|a[uú]n) )?(?:no|se|[a-z]{2,12}[aeo]n|son|est[aá]n)\b"
)
_FAMILY_PLURAL: Final = re.compile(r"\b[Tt]he $")
_FAMILY_BEFORE: Final = re.compile(
    r"\b(?:familia|gemel[oa]s|mellizos|herman[oa]s|hermanit[oa]s|hij[oa]s de los) $"
)


def they_are(line: str, end: int) -> bool:
    """True if a family name is followed by what several do: "los Mendoza viven"."""
    return _FAMILY_THEY.match(line, end) is not None


def are_said_of_a_family(line: str, end: int) -> bool:
    """True behind "the Littlewolf" of "the Littlewolf kids", whatever lists know."""
    return _FAMILY_AFTER.match(line, end) is not None


def are_a_family(line: str, start: int, plain: str) -> bool:
    """True for "the Sandovals", and no "the Falcons": of a family whose name is no word."""
    name = plain.removesuffix("s")
    if name == plain or name not in ALL_FAMILY or name in _LEARNED_FAMILIES:
        return False
    is_word = name in FAMILY_WORDS and is_no_name(name)
    return not is_word and _FAMILY_PLURAL.search(line, max(0, start - _REACH), start) is not None


def is_of_a_family(line: str, word: Word) -> bool:
    """True for "the Xiong family", "the Xiongs" and "la familia Xiong"."""
    if word.plain in _LEARNED_FAMILIES:
        return False
    near = max(0, word.start - _REACH)
    if word.plain.endswith("s") and word.plain.removesuffix("s") in ALL_FAMILY:
        return _FAMILY_PLURAL.search(line, near, word.start) is not None  # "the Hendersons"
    is_one = word.plain in ALL_FAMILY and they_are(line, word.end)
    if is_one and line[near : word.start].lower().endswith("los "):
        return True  # "los Mendoza viven"
    return bool(
        _FAMILY_AFTER.match(line, word.end) or _FAMILY_BEFORE.search(line, near, word.start)
    )
