"""How likely it is that a sentence tells something private of whom it names.

Lists of words find what somebody thought of. So the words around a name are weighed besides, one by
one and as they follow each other, by numbers that logistic regression learned from the corpora
(`scripts/privacy_weights.py`): they decide what is asked, never what is refused.
"""

import re
from collections.abc import Sequence
from typing import Final

from ..naming.mentions import Mention
from .features import features
from .weights import BASE, WEIGHTS

LIKELY: Final = 1.3
"""From here on somebody is asked about, though no list of words tells anything."""
TOLD: Final = 1.0
"""So much of it the words themselves must tell: that somebody is named tells nothing."""
UNLIKELY: Final = 0.25
"""Below this what lists of words may tell is not asked about."""
UNLIKELY_BESIDE: Final = -0.2
"""The same where a strong phrase stands right beside a name."""
UNLIKELY_BY_FORM: Final = 0.0
"""Below this nothing is asked where the form of a sentence alone tells something of someone."""
MOST_UNLIKELY: Final = -1.0
"""Below this what lists of words tell for sure is not told either: a record of the javelin."""

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
        self._known: dict[int, float] = {}

    def of(self, sentence: int) -> float:
        """Return the logarithm of the odds that a sentence is private: half by itself, half with
        those beside it, so that these explain it and hide nothing."""
        if sentence not in self._known:
            odds = [BASE + sum(map(_weight, self.weighed(sentence, beside))) for beside in (0, 1)]
            self._known[sentence] = sum(odds) / len(odds)
        return self._known[sentence]

    def is_unlikely(self, told: int, name: int, *, sure: bool, plain: bool) -> bool:
        """True if the words around say that nothing private is told where a phrase and a name
        stand. What is told for sure is weighed by its own sentence alone: no praise of somebody
        in one beside it hides it. Right beside a name (`plain`) less is needed."""
        place = self._sentence_at(told)
        if sure:
            return self._weigh(*self._spans[place]) < MOST_UNLIKELY
        limit = UNLIKELY_BESIDE if plain else UNLIKELY
        return max(self.of(place), self.of(self._sentence_at(name))) < limit

    def _sentence_at(self, place: int) -> int:
        found = (number for number, (_start, end) in enumerate(self._spans) if place < end)
        return next(found, len(self._spans) - 1)

    def _weigh(self, start: int, end: int) -> float:
        return BASE + sum(map(_weight, features(self._plain, self._named, start, end)))

    def by_words(self, sentence: int) -> float:
        """Return how much of it the words tell, without what names, numbers and marks weigh by
        themselves: a name alone is likely to be private in the corpora, and in no school's news."""
        return (
            sum(
                _weight(what)
                for beside in (0, 1)
                for what in self.weighed(sentence, beside)
                if _OF_WORDS.search(what)
            )
            / 2
        )

    def weighed(self, sentence: int, beside: int) -> set[str]:
        """Return what is weighed of a sentence, and of so many before and behind it."""
        first = max(sentence - beside, 0)
        last = min(sentence + beside, len(self._spans) - 1)
        return features(self._plain, self._named, self._spans[first][0], self._spans[last][1])


def _weight(what: str) -> float:
    return WEIGHTS.get(what, 0.0)
