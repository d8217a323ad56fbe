"""Is a sentence of a text about people of lessons? Its own words and those beside it are weighed.

What one sentence tells of a book, of history or of a game explains those beside it, unless they
speak of here and now; it never hides a whole paragraph.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from . import problems, stories

_STRONG: Final = 3
_OF_A_STORY: Final = 2
_QUESTION_AFTER: Final = 2


class Weighing:
    """The sentences of a text, from where to where each goes, and what each speaks for.

    `plain` is the text folded, with nobody's name in it; both are of the same length.
    """

    def __init__(self, text: str, plain: str, sentences: Sequence[tuple[int, int]]) -> None:
        self._texts = [(plain[start:end], text[start:end]) for start, end in sentences]
        self._whole = plain, text
        self._problems: dict[tuple[int, int, bool], bool] = {}

    @cached_property
    def _evidence(self) -> list[stories.Evidence]:
        return [stories.evidence(plain, text) for plain, text in self._texts]

    @cached_property
    def _is_of_a_story(self) -> bool:
        return stories.is_of_a_story(*self._whole)

    def is_lesson(self, first: int, last: int) -> bool:
        """True if more speaks for a lesson than for here and now, from one sentence to another."""
        found, here = self._weights(first, last)
        return found > here

    def is_surely_lesson(self, first: int, last: int) -> bool:
        """True if nothing speaks for here and now, and more than a word for a lesson."""
        if self.is_invented(first, last):
            return True
        own = self._evidence[first : last + 1]
        found = sum(one.weak for one in own) + self._is_gone_on_with(first, last)
        found += any(one.reads for one in self._evidence[max(first - 1, 0) : first])
        return found > 1 and not any(one.here for one in own)

    def is_lesson_by_itself(self, first: int, last: int) -> bool:
        """True if the first or the last of these sentences is by itself about a lesson."""
        return any(
            one.invented or one.strong or one.weak > one.here
            for one in (self._evidence[first], self._evidence[last])
        )

    def may_be_lesson(self, first: int, last: int) -> bool:
        """True if anything speaks for a lesson."""
        return self._weights(first, last)[0] > 0

    def is_invented(self, first: int, last: int) -> bool:
        """True for an example of a sentence, and within a story."""
        return any(one.invented for one in self._evidence[first : last + 1])

    def is_problem(self, first: int, last: int, *, of_whole_name: bool = False) -> bool:
        """True if a problem to be calculated is put here, or about the numbers here.

        Somebody with a whole name (`of_whole_name`) hardly ever stands in one.
        """
        key = (first, last, of_whole_name)
        if key not in self._problems:
            self._problems[key] = self._is_problem(*key)
        return self._problems[key]

    def _is_problem(self, first: int, last: int, of_whole_name: bool) -> bool:
        own = " ".join(plain for plain, _text in self._texts[first : last + 1])
        if problems.is_problem(own):
            return True
        if of_whole_name:
            return False
        texts = self._texts[max(first - 1, 0) : last + _QUESTION_AFTER + 1]
        near = " ".join(plain for plain, _text in texts)
        if not problems.is_problem(near):
            return False
        asking = " ".join(plain for plain, _text in texts if "?" in plain or "find" in plain)
        return problems.may_be_asked(own, asking)

    def _is_gone_on_with(self, first: int, last: int) -> bool:
        """True if a lesson is told of right before, or something asked of a book right after."""
        before = self._evidence[max(first - 1, 0) : first]
        after = self._evidence[last + 1 : last + 2]
        return any(one.strong or one.invented or one.reads for one in before) or any(
            one.asks for one in after
        )

    def _weights(self, first: int, last: int) -> tuple[int, int]:
        own = self._evidence[first : last + 1]
        found = sum(one.weak for one in own)
        beside = self._evidence[max(first - 1, 0) : last + 2]
        found += found > 0 and sum(one.weak > 0 or one.strong for one in beside) > len(own)
        found += _STRONG * any(one.strong or one.invented for one in own)
        found += self._is_gone_on_with(first, last)
        found += _OF_A_STORY * self._is_of_a_story
        return found, sum(one.here for one in own)
