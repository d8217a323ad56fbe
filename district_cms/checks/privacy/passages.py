"""Joins lines that belong together: cells of a row, items of a list, a heading and its names."""

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
"""The checks of a line read no line that is further away."""
_ENDS: Final = (".", "!", "?")
_FEW: Final = 4
_INITIAL_ENDS: Final = re.compile(r" [^\W\d_a-z]\.$")
LINE_SEPARATOR: Final = " \u00b7 "
"""Separates the texts of different lines."""
# Possible names: two words with capitals, or one with its initial; "the Xiong family".
_UPPER: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f"
_MAY_NAME: Final = re.compile(
    rf"(?<![\w'])[{_UPPER}](?:\.? ?[{_UPPER}]\.|[a-z\u00df-\u00ff]{{1,20}}(?:'s|[,:])? [a-z])"
    rf"|[{_UPPER}][\w'-]{{0,30}}[.,]? (?:(?:de|del|la|al|bin|van|von|der|da|dos) ){{0,2}}"
    rf"[{_UPPER}][\w'.-]"
    rf"|\b[Ff]amil(?:y\b|ia [{_UPPER}])"
)


class Page:
    """The lines of a text: which of them may be private, and whom they name.

    `plain` is the text folded and without punctuation; `tells` decides whether a word of it may be
    private. `named` caches the names in each line by its text.
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
            line_words = line.split()
            self.tells.append(not telling.isdisjoint(line_words))
            may_name = (
                start in shaped or not given.isdisjoint(line_words) or self._is_lower_case(index)
            )
            if not (may_name or children.isdisjoint(line_words)):
                may_name = relatives.describes(self.lines[index])
            if may_name:
                self.may_name.add(index)
            start += len(line) + 1

    def _is_lower_case(self, index: int) -> bool:
        """True for a line that may be private and has no capitalized word."""
        line = self.lines[index]
        return self.tells[index] and line.isascii() and not has_capitals(line)

    def passage(self, index: int) -> str:
        """Return the text to check for a line: it and the lines that belong to it; "" without a
        name."""
        text = self._stripped[index] if self._names(index) else self._with_neighbors(index)
        return text if text and not roles.is_listed(self.lines[index]) else ""

    def _names(self, index: int) -> list[str]:
        """Return the names in a line; in a line in lower case, the possible names."""
        if index not in self.may_name:
            return []
        line = self.lines[index]
        if line not in self._known:
            text = with_capitals(line.strip())
            if text not in self.named:
                self.named[text] = relatives.everyone(text)
            self._known[line] = [mention.name for mention in self.named[text]]
        return self._known[line]

    def _with_neighbors(self, index: int) -> str:
        """Return a short line without a name, joined with the short ones beside it, if one of these
        is mostly a name; otherwise ""."""
        line = self._stripped[index]
        if len(line) > _SHORT or _is_sentence(line):
            return ""
        before = self._nearest_lines(range(index - 1, max(index - FURTHEST, -1), -1))[::-1]
        after = self._nearest_lines(range(index + 1, min(index + FURTHEST, len(self.lines))))
        names = {near: named for near in (*before, *after) if (named := self._names(near))}
        if not any(_is_mostly_named(self._stripped[near], names[near]) for near in names) and not (
            after and _ends_with_name(self._stripped[after[0]], names.get(after[0], ()))
        ):
            return ""
        texts = [self._stripped[near] for near in (*before, *after)]
        return _joined([*texts[: len(before)], line, *texts[len(before) :]], len(before))

    def _nearest_lines(self, nearest: range) -> list[int]:
        """Return the nearest lines that may belong to another."""
        lines: list[int] = []
        ends, texts = self._ends, self._stripped
        for index in nearest:
            if ends[index]:
                break
            if texts[index]:
                lines.append(index)
                if len(lines) == _MOST_NEIGHBORS:
                    break
        return lines

    @cached_property
    def _stripped(self) -> list[str]:
        return [line.strip() for line in self.lines]

    @cached_property
    def _ends(self) -> list[bool]:
        """For each line, True if no passage continues across it."""
        return [
            len(text) > _SHORT or (_is_sentence(text) and not _INITIAL_ENDS.search(text))
            for text in self._stripped
        ]


def with_capitals(line: str) -> str:
    """Return a line with capitals for names, if it is all in lower or all in upper case."""
    return in_capitals(line) if line.isupper() or not has_capitals(line) else line


def _is_sentence(text: str) -> bool:
    """True if a line ends as sentences do; a few words with a period are no sentence."""
    return text.endswith(_ENDS) and not (text.endswith(".") and len(text.split()) <= _FEW)


def _joined(texts: list[str], at: int) -> str:
    """Return the texts as one; the text at this index is never joined to a name beside it."""
    whole = ""
    for index, text in enumerate(texts):
        names = index not in (at, at + 1) and _is_words(text) and _is_words(texts[index - 1])
        whole += f"{'' if not whole else ' ' if names else LINE_SEPARATOR}{text}"
    return whole


def _is_words(text: str) -> bool:
    """True for one or two capitalized words, as in a cell with part of a name."""
    words = text.split()
    return len(words) in (1, 2) and all(word[:1].isupper() and word.isalpha() for word in words)


def _is_mostly_named(text: str, names: Sequence[str]) -> bool:
    """True for a name and hardly more, or a list of names; a given name must stand alone."""
    text = text.strip().removesuffix(".")
    is_list = len(names) > 1 and "," in text
    named = sum(len(name) for name in names if is_list or " " in name or name == text.strip(" :"))
    return named > 0 and 2 * named >= len(text)


def _ends_with_name(text: str, names: Sequence[str]) -> bool:
    """True for an item below its heading: "Unit 2 test: Dylan Ashby"."""
    return bool(names) and text.strip().endswith(f": {names[-1]}") and " " in names[-1]
