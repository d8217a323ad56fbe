"""What lines that belong together say: cells of a row, items of a list, a heading and its names."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from .lines import Lines
from .naming import relatives, roles
from .naming.capitalized import has_capitals, in_capitals
from .naming.mentions import Mention
from .naming.word_lists import MAY_BE_GIVEN

_SHORT: Final = 60
_MOST_NEIGHBORS: Final = 3
FURTHEST: Final = 12
"""No line further away is looked at."""
_ENDS: Final = (".", "!", "?")
_FEW: Final = 4
_INITIAL_ENDS: Final = re.compile(r" [^\W\d_a-z]\.$")
APART: Final = " \u00b7 "
"""Stands between what was written in different lines."""
# What may be a name: two words with capitals, or one with its initial; "the Xiong family".
_UPPER: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f"
_MAY_NAME: Final = re.compile(
    rf"(?<![\w'])[{_UPPER}](?:\.? ?[{_UPPER}]\.|[a-z\u00df-\u00ff]{{1,20}}(?:'s|[,:])? [a-z])"
    rf"|[{_UPPER}][\w'-]{{0,30}}[.,]? (?:(?:de|del|la|al|bin|van|von|der|da|dos) ){{0,2}}"
    rf"[{_UPPER}][\w'.-]"
    rf"|\b[Ff]amil(?:y\b|ia [{_UPPER}])"
)


class Page:
    """The lines of a text: which of them hold a word that may tell something, and whom they name.

    `plain` is the text folded and without punctuation; `tells` says if a word of it is such a word.
    `named` is who is named in each line that was looked at, by what was read of it.
    """

    def __init__(self, lines: Lines, plain: str, tells: Callable[[str], bool]) -> None:
        self.lines = lines.text.split("\n")
        shaped = set(lines.matching(_MAY_NAME))
        words = set(plain.split())
        telling = {word for word in words if tells(word)}
        given = {word for word in words if word.removesuffix("'s") in MAY_BE_GIVEN}
        children = words & relatives.CUES
        self.tells: list[bool] = []
        self.may_name: set[int] = set()
        self.named: dict[str, list[Mention]] = {}
        self._known: dict[str, list[str]] = {}
        start = 0
        for index, line in enumerate(plain.split("\n")):
            said = line.split()
            self.tells.append(not telling.isdisjoint(said))
            may_name = start in shaped or not given.isdisjoint(said) or self._is_small(index)
            if not (may_name or children.isdisjoint(said)):
                may_name = relatives.describes(self.lines[index])
            if may_name:
                self.may_name.add(index)
            start += len(line) + 1

    def _is_small(self, index: int) -> bool:
        """True for a line that may tell something, and has no word with a capital."""
        line = self.lines[index]
        return self.tells[index] and line.isascii() and not has_capitals(line)

    def passage(self, index: int) -> str:
        """Return what is to be read of a line, with what belongs to it; "" if nobody is named."""
        told = self._beside[index] if self._names(index) else self._with_neighbors(index)
        return told if told and not roles.is_listed(self.lines[index]) else ""

    def _names(self, index: int) -> list[str]:
        """Return who is named in a line; in one all in small letters, who may be."""
        if index not in self.may_name:
            return []
        line = self.lines[index]
        if line not in self._known:
            read = with_capitals(line.strip())
            if read not in self.named:
                self.named[read] = relatives.everyone(read)
            self._known[line] = [mention.name for mention in self.named[read]]
        return self._known[line]

    def _with_neighbors(self, index: int) -> str:
        """Return a short line that names nobody together with the short ones beside it, if one of
        these is mostly a name, or else ""."""
        line = self._beside[index]
        if len(line) > _SHORT or _is_sentence(line):
            return ""
        before = self._short(range(index - 1, max(index - FURTHEST, -1), -1))[::-1]
        after = self._short(range(index + 1, min(index + FURTHEST, len(self.lines))))
        names = {near: named for near in (*before, *after) if (named := self._names(near))}
        if not any(_is_mostly_named(self._beside[near], names[near]) for near in names) and not (
            after and _ends_with_name(self._beside[after[0]], names.get(after[0], ()))
        ):
            return ""
        told = [self._beside[near] for near in (*before, *after)]
        return _joined([*told[: len(before)], line, *told[len(before) :]], len(before))

    def _short(self, nearest: range) -> list[int]:
        """Return the nearest lines that others may belong to."""
        found: list[int] = []
        ends, texts = self._ends, self._beside
        for index in nearest:
            if ends[index]:
                break
            if texts[index]:
                found.append(index)
                if len(found) == _MOST_NEIGHBORS:
                    break
        return found

    @cached_property
    def _beside(self) -> list[str]:
        return [line.strip() for line in self.lines]

    @cached_property
    def _ends(self) -> list[bool]:
        """Which lines nothing goes on behind, nor before."""
        return [
            len(text) > _SHORT or (_is_sentence(text) and not _INITIAL_ENDS.search(text))
            for text in self._beside
        ]


def with_capitals(line: str) -> str:
    """Return a line as it is read: with capitals for names where all is written alike."""
    return in_capitals(line) if line.isupper() or not has_capitals(line) else line


def _is_sentence(text: str) -> bool:
    """True if a line ends as sentences do; a name or a word or two may end with a period, too."""
    return text.endswith(_ENDS) and not (text.endswith(".") and len(text.split()) <= _FEW)


def _joined(texts: list[str], at: int) -> str:
    """Return the texts as one; that at a place is never part of the name beside it."""
    whole = ""
    for index, text in enumerate(texts):
        names = index not in (at, at + 1) and _is_words(text) and _is_words(texts[index - 1])
        whole += f"{'' if not whole else ' ' if names else APART}{text}"
    return whole


def _is_words(text: str) -> bool:
    """True if this is one word or two with capitals, as a cell with part of a name is."""
    words = text.split()
    return len(words) in (1, 2) and all(word[:1].isupper() and word.isalpha() for word in words)


def _is_mostly_named(text: str, names: Sequence[str]) -> bool:
    """True if this is a name and hardly more, or a list of names; a given name must stand alone."""
    text = text.strip().removesuffix(".")
    is_list = len(names) > 1 and "," in text
    told = sum(len(name) for name in names if is_list or " " in name or name == text.strip(" :"))
    return told > 0 and 2 * told >= len(text)


def _ends_with_name(text: str, names: Sequence[str]) -> bool:
    """True for an item below its heading: "Unit 2 test: Dylan Ashby"."""
    return bool(names) and text.strip().endswith(f": {names[-1]}") and " " in names[-1]
