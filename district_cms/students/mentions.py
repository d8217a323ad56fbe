"""Reads possible names in a text, in the forms of `names`, so that they can be looked up. Pure.

It proposes far more names than there are: the list decides. A mention is not `certain` where the
words may as well be something else ("Will Young readers come?") or name staff ("Ms. Grace Hill").
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from district_cms.checks.privacy.naming.word_lists import (
    FAMILY_WORDS,
    NO_NAMES,
    NOT_A_PERSON,
    OTHER_CAPITALS,
    WORDS_AS_GIVEN,
)
from district_cms.checks.privacy.normalizing import fold, joined, undisguise, without_lookalikes
from district_cms.checks.word_sets import word_set

from .names import PARTICLES, Form, full

_TITLES: Final = word_set("dr miss mr mrs ms mx prof professor sr sra srta")
_VERBS: Final = word_set("may will")
_WORDS: Final = NO_NAMES | WORDS_AS_GIVEN | FAMILY_WORDS
# Words that have a capital in any sentence, or that nobody takes for a name.
_CAPITALS: Final = (
    OTHER_CAPITALS
    | NOT_A_PERSON
    | _VERBS
    | word_set("april august autumn fall june spring summer winter")
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDS: Final = re.compile(r"[^\s,'\"’-]|\n")
_QUESTION: Final = re.compile(r"[^.!?\n]*\?")
_MOST_BETWEEN: Final = 3
_LONGEST: Final = 3


class Mention(NamedTuple):
    """A possible name between two places of a `plain` text, in a form of `names`."""

    form: Form
    text: str
    certain: bool
    start: int
    end: int


class _Word(NamedTuple):
    key: str
    before: str
    """" " if it continues the words before, "-" after a hyphen, "," after a comma, "" else."""
    is_name: bool
    """It begins with a capital, or is written without any."""
    start: int
    end: int


def plain(text: str) -> str:
    """Returns the text in which mentions have their places."""
    return without_lookalikes(undisguise(joined(text)))


def mentions(text: str) -> Iterator[Mention]:
    """Yields the possible full names and given names alone in a `plain` text."""
    words = list(_words(text))
    for i in range(len(words)):
        for given, after in _units(words, i):
            yield from _full_names(words, i, after, given, text)
            if _is_alone(words, i, after):
                start, end = words[i].start, words[after - 1].end
                yield Mention("given", given, False, start, end)


def _words(text: str) -> Iterator[_Word]:
    end, last = 0, ""
    for match in _WORD.finditer(text):
        gap, word = text[end : match.start()], match[0]
        if gap == ". " and (len(last) == 1 or last in _TITLES or last in PARTICLES):
            gap = " "  # "J. Reed", "Ms. Reed", "St. James"
        ends = not last or _ENDS.search(gap)
        before = "" if ends else "-" if gap == "-" else "," if gap.strip() else " "
        base = word.removesuffix("'s").removesuffix("'S")
        last, end = fold(base), match.start() + len(base)
        yield _Word(last, before, not word[0].islower(), match.start(), end)
        if base != word:
            last, end = "", match.end()  # nothing continues a possessive


def _units(words: list[_Word], i: int) -> Iterator[tuple[str, int]]:
    """Yields the given or family names that begin here, and the place after each."""
    first = words[i]
    if not first.is_name and first.key in _WORDS and first.key not in PARTICLES:
        return
    key = ""
    for after in range(i + 1, min(i + 1 + _LONGEST, len(words) + 1)):
        word = words[after - 1]
        if key and word.before not in (" ", "-"):
            return
        key += word.key
        if word.is_name or not first.is_name:
            yield key, after


def _full_names(words: list[_Word], i: int, after: int, first: str, text: str) -> Iterator[Mention]:
    """Yields the full names that begin with the name `first`, in both orders."""
    for j in range(after, min(after + _MOST_BETWEEN + 1, len(words))):
        before = words[j].before
        if not before:
            return
        for last, end in _units(words, j):
            lower = not (words[i].is_name or words[end - 1].is_name)
            if lower and (j > after or before != " "):
                continue
            certain = _is_certain(words, i, end, text, {first, last})
            place = words[i].start, words[end - 1].end
            yield Mention("full", full(first, last), certain, *place)
            if j == after and not (before == "," and _continues_name(words, i)):
                # "Reed, Ana", but not in "Bo Reed, Ana"; without the comma, it may be Reed Ana.
                yield Mention("full", full(last, first), certain and before == ",", *place)
        if before == "," or not (words[j].is_name or words[j].key in PARTICLES):
            return


def _is_certain(words: list[_Word], i: int, end: int, text: str, names: set[str]) -> bool:
    if _continues(words, i) and words[i - 1].key in _TITLES:
        return False
    if words[i].key in _VERBS and not words[i].before and _QUESTION.match(text, words[i].start):
        return False
    # Two words, as in "Grace Hill Road", must stand for themselves.
    return not names <= _WORDS or not (
        _continues_name(words, i) or (_continues(words, end) and words[end].is_name)
    )


def _is_alone(words: list[_Word], i: int, after: int) -> bool:
    """True if these words can only be a given name without a family name."""
    first = words[i]
    if not first.is_name or any(word.before != "-" for word in words[i + 1 : after]):
        return False
    has_initial = _continues(words, after) and len(words[after].key) == 1
    if _continues(words, after) and words[after].is_name and not has_initial:
        return False
    previous = words[i - 1] if _continues(words, i) else None
    if previous and (previous.key in _TITLES or (previous.is_name and previous.key not in _WORDS)):
        return False
    if first.key not in _WORDS or has_initial:
        return True
    return previous is not None and not previous.is_name and first.key not in _CAPITALS


def _continues_name(words: list[_Word], i: int) -> bool:
    return _continues(words, i) and words[i - 1].is_name


def _continues(words: list[_Word], i: int) -> bool:
    return 0 < i < len(words) and words[i].before in (" ", "-")
