"""How likely it is that a sentence tells something private of whom it names.

Lists of words find what somebody thought of. So the words around a name are weighed besides, one by
one and as they follow each other, by numbers that logistic regression learned from the corpora
(`scripts/privacy_weights.py`): they decide what is asked, never what is refused.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import repeat
from typing import Final

from ..naming.mentions import Mention
from ..normalizing import without_punctuation
from ..sentences import Sentences
from .features import MARKS, NUMBER, features
from .shapes import shapes
from .weights import learned

ENOUGH: Final = 4.8
"""From here on somebody is asked about: so much the words must weigh together with what follows."""
LEAST_OF_ALL: Final = -3.0
MOST_OF_ALL: Final = 3.0
"""So much a whole passage adds to what one of its sentences weighs, between these two: what it
speaks of is learned so, and however much else it tells hides no secret."""
ALONE: Final = 0.6
"""From here on a whole passage is asked about, also where nobody is known to be meant: "the little
man in the Spiderman coat"."""
AS_A_WHOLE: Final = 1.1
"""The same where somebody is named who may be meant."""
ALONE_OF_NOBODY: Final = 2.0
"""The same where no word is one for a child or a relative."""
ALONE_OF_NAMED: Final = 2.8
"""The same of names by which nobody, as far as is known, is meant: "the Littlewolf kids"."""
FORM: Final = 1.3
"""The same of a table or a list, with what its shape tells."""
FORM_OF_TWO: Final = 2.2
"""The same of two lines."""
FORM_OF_NOBODY: Final = 2.5
"""The same where nobody is named in it."""
FORM_EXPLAINS: Final = 0.0
"""Below this a table or a list says that its lines tell nothing that is only asked."""
ROW_TELLS: Final = 2.0
"""But not of a row that weighs so much by itself."""
ROW_MAY_TELL: Final = 0.5
"""From here on, what lists tell for sure of a row is asked in any roster."""
ROW_TELLS_ALONE: Final = -0.6
"""The same where hardly a row beside it names somebody: two errands are no roster, and explain
little of what is told of a child between them."""
STRONG: Final = 2.2
"""So much adds a phrase of the lists that tells a kind of information."""
WEAK: Final = 0.45
"""And one that may tell something."""
SAID: Final = 0.6
"""And that something is said of someone by the form of a sentence."""
SURELY: Final = 0.9
"""And that somebody surely is a person, or a child is described."""
LISTED: Final = 3.0
"""And that a list tells it of a whole name in lines of their own: few words are weighed there."""
EXERCISE: Final = 3.0
"""So much an exercise takes away: "Underline the verb"."""
TOLD: Final = 1.0
"""So much of it the words themselves must tell where no phrase does: that somebody is named tells
nothing."""
TOLD_OF_ANYBODY: Final = 2.0
"""The same of a name that may be no person's."""
MOST_UNLIKELY: Final = -1.3
"""Below this what lists of words tell for sure is not told either: a record of the javelin."""

MAY_TELL: Final = -0.5
"""A passage is not asked about as a whole where its single words, or all sentences, weigh less."""
MAY_TELL_OF_FORM: Final = -1.0
"""The same of a form, whose shape tells more."""
MAY_TELL_OF_NAMED: Final = -0.9
"""The same of a passage whose names mean nobody: only much is asked about."""
_DIGIT: Final = re.compile(r"[0-9]")
_OF_WORDS: Final = re.compile(r"[a-z]")  # and not of names, numbers and marks alone


class Likelihood:
    """The sentences of a text, and how private each is, with those beside it and without.

    `plain` is the text folded, `named` are those whom it names, and `spans` says where each
    sentence begins and ends.
    """

    def __init__(
        self, plain: str, named: Sequence[Mention], spans: Sequence[tuple[int, int]]
    ) -> None:
        self._plain = plain
        self._named = named
        self._spans = spans
        self._known: dict[tuple[int, int], float] = {}
        self._base, self._weights = learned()

    def of(self, sentence: int) -> float:
        """Return the logarithm of the odds that a sentence is private: half by itself, half with
        those beside it, so that these explain it and hide nothing."""
        odds = [self._weigh(*self._part(sentence, beside)) for beside in (0, 1)]
        return sum(odds) / len(odds)

    @cached_property
    def of_all(self) -> float:
        """The same of all sentences at once."""
        return self._weigh(0, len(self._plain))

    def added_by_all(self, sentence: int, *, is_strong: bool) -> float:
        """What all of them add to one: what stands around hides nothing that a strong phrase tells
        in a sentence by itself."""
        weighed = self.of_all
        if is_strong:
            weighed = max(weighed, self._weigh(*self._part(sentence, 0)))
        return min(max(weighed, LEAST_OF_ALL), MOST_OF_ALL)

    def is_most_unlikely(self, told: int) -> bool:
        """True if what lists tell for sure at a place is not told there. It is weighed by its own
        sentence alone: no praise of somebody in one beside it hides it."""
        return self._weigh(*self._spans[self._sentence_at(told)]) < MOST_UNLIKELY

    def _sentence_at(self, place: int) -> int:
        found = (number for number, (_start, end) in enumerate(self._spans) if place < end)
        return next(found, len(self._spans) - 1)

    def _weigh(self, start: int, end: int) -> float:
        """Weigh a part once: a text of one sentence is that sentence, alone and with others."""
        part = (start, min(end, len(self._plain)))
        if part not in self._known:
            self._known[part] = self._odds(features(self._plain, self._named, *part))
        return self._known[part]

    def _odds(self, seen: set[str]) -> float:
        return self._base + sum(map(self._weights.get, seen, repeat(0.0)))

    def by_words(self, sentence: int) -> float:
        """Return how much of it the words tell, without what names, numbers and marks weigh by
        themselves: a name alone is likely to be private in the corpora, and in no school's news."""
        return (
            sum(
                self._weights[what]
                for beside in (0, 1)
                for what in self.weighed(sentence, beside)
                if what in self._weights and _OF_WORDS.search(what)
            )
            / 2
        )

    def weighed(self, sentence: int, beside: int) -> set[str]:
        """Return what is weighed of a sentence, and of so many before and behind it."""
        return features(self._plain, self._named, *self._part(sentence, beside))

    def _part(self, sentence: int, beside: int) -> tuple[int, int]:
        first = max(sentence - beside, 0)
        last = min(sentence + beside, len(self._spans) - 1)
        return self._spans[first][0], self._spans[last][1]


def most_private(passage: str, plain: str) -> int:
    """Return where the sentence of a passage begins that is most likely private: what is shown."""
    spans = Sentences(passage, plain, []).spans
    sentences = Likelihood(plain, (), spans)
    return spans[max(range(len(spans)), key=sentences.of)][0]


def weigh_passage(plain: str, named: Sequence[Mention]) -> float:
    """Return the logarithm of the odds that a folded passage tells something private."""
    return Likelihood(plain, named, ((0, len(plain)),)).of_all


def weigh_words(plain: str) -> float:
    """Return what the single words of a folded text weigh, whoever is named."""
    base, weights = learned()
    said = set(without_punctuation(plain).split())
    said.update(mark for mark in MARKS if mark in plain)
    if _DIGIT.search(plain):
        said.add(NUMBER)
    return base + sum(map(weights.get, said, repeat(0.0)))


def weigh_form(
    text: str, plain: str, rows: Sequence[tuple[int, int]], named: Sequence[Mention]
) -> float:
    """Return the logarithm of the odds that the rows of a form tell something private."""
    base, weights = learned()
    seen = weighed_of_form(text, plain, rows, named)
    return base + sum(map(weights.get, seen, repeat(0.0)))


def weighed_of_form(
    text: str, plain: str, rows: Sequence[tuple[int, int]], named: Sequence[Mention]
) -> set[str]:
    """Return what is weighed of the rows of a form: their words, and their shape."""
    return features(plain, named, rows[0][0], rows[-1][1]) | shapes(text, plain, rows, named)
