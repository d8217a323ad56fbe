"""A text whose lines are looked up only where something may stand.

Most lines of a page hold nothing private. What a fault cannot do without (a word, a run of
digits) is searched in the text as a whole, and only the lines that have it are read.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from .normalizing import lowered


class Lines:
    """The lines of an undisguised text, each named by the place where it begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[str, int] = {}

    @cached_property
    def lowered(self) -> str:
        """The text with A to Z in lower case; each place in it is the same place in the text."""
        return lowered(self.text)

    def line(self, start: int) -> str:
        """Return the line without the spaces around it."""
        return self.text[start : self.end_of(start)].strip()

    def before(self, start: int) -> str:
        """Return the nearest line above that is not blank, or an empty string."""
        while start > 0:
            start = self.start_of(start - 1)
            if line := self.line(start):
                return line
        return ""

    def after(self, start: int) -> int | None:
        """Return the nearest line below that is not blank."""
        while (start := self.end_of(start) + 1) <= len(self.text):
            if self.line(start):
                return start
        return None

    def all(self) -> Iterator[int]:
        """Yield the lines that are not blank."""
        start = 0
        for line in self.text.split("\n"):
            if line and not line.isspace():
                yield start
            start += len(line) + 1

    def matching(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield the lines in which the pattern, which must not cross lines, finds something."""
        text = self.text
        found = pattern.search(text)
        while found:
            at = found.start()
            yield text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            found = pattern.search(text, end) if end >= 0 else None

    def ending(self, pattern: re.Pattern[str], longest: int) -> Iterator[int]:
        """Yield the lines at whose end the pattern, no longer than this, finds something."""
        for start in self.all():
            end = self.end_of(start)
            if pattern.search(self.text, max(start, end - longest), end):
                yield start

    def holding(self, words: Iterable[str]) -> Iterator[int]:
        """Yield the lines that hold one of these lower-case words; some may come twice."""
        for word in words:
            at = self._first(word)
            while at >= 0:
                yield self.start_of(at)
                at = self.lowered.find(word, self.end_of(at))

    def hold_any(self, words: Iterable[str]) -> bool:
        """True if one of these lower-case words stands somewhere."""
        return any(self._first(word) >= 0 for word in words)

    def start_of(self, at: int) -> int:
        """Return where the line that holds this place begins."""
        return self.text.rfind("\n", 0, at) + 1

    def end_of(self, at: int) -> int:
        """Return where the line that holds this place ends."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _first(self, word: str) -> int:
        if word not in self._known:
            self._known[word] = self.lowered.find(word)
        return self._known[word]
