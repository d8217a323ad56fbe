"""The likelihood that a sentence says something private about the people it names.

Logistic regression learned the weights of words from the corpora (`scripts/privacy_weights.py`).
Weights decide what is asked, never what is refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise, repeat
from pathlib import Path
from typing import Final, NamedTuple

from .lines import Sentences
from .naming.mentions import Mention
from .normalizing import without_punctuation

NAME: Final = "NAME"
_WHOLE: Final = "WHOLE"
_GIVEN: Final = "GIVEN"
NUMBER: Final = "9"
MARKS: Final = "$%:?!.;,()\u00b7-"
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.:/]\d+)*|[$%:?!.;,()\u00b7-]")
_BEGINNINGS: Final = (4, 5, 7)
"""So many letters of a word show its topic: suspend, suspended, suspendieron."""


def features(plain: str, named: Sequence[Mention], start: int, end: int) -> set[str]:
    """Return the features of a part of a folded text, without the names in it."""
    tokens = _tokens(plain, named, start, end)
    result: set[str] = set()
    result.update(*map(_with_beginnings, tokens))
    result.update(map(" ".join, pairwise(tokens)))
    result.update(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False)))
    result.update(map(" _ ".join, zip(tokens, tokens[2:], strict=False)))
    kinds = [
        _WHOLE if mention.full else _GIVEN for mention in named if start <= mention.start < end
    ]
    result.update(_of_names(tokens, kinds))
    return result


@lru_cache(maxsize=4096)
def _with_beginnings(token: str) -> tuple[str, ...]:
    """Return a word and its beginnings, cached because few words make up most of a text."""
    return (token, *(f"{token[:letters]}*" for letters in _BEGINNINGS if len(token) > letters))


def _of_names(tokens: list[str], kinds: list[str]) -> Iterator[str]:
    """Yield the numbers of names and of whole names, and the words beside each."""
    whole = kinds.count(_WHOLE)
    yield f"{NAME} {min(len(kinds), 4)}"
    yield f"{_WHOLE} {min(whole, 3)}"
    yield f"{_GIVEN} {min(len(kinds) - whole, 3)}"
    at = -1
    for kind in kinds:
        at = tokens.index(NAME, at + 1)
        if at:
            yield f"{tokens[at - 1]} {kind}"
        if at + 1 < len(tokens):
            yield f"{kind} {tokens[at + 1]}"


def _tokens(plain: str, named: Sequence[Mention], start: int, end: int) -> list[str]:
    tokens: list[str] = []
    at = start
    for mention in named:
        if start <= mention.start < end:
            tokens += _words(plain[at : mention.start])
            tokens.append(NAME)
            at = mention.end
    return tokens + _words(plain[at:end])


def _words(text: str) -> list[str]:
    return [NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text)]


FILE: Final = Path(__file__).parent / "weights.txt"
"""On each line a weight and the features with that weight; "" is a text without words."""


class Weights(NamedTuple):
    base: float
    of: Mapping[str, float]


@cache
def learned() -> Weights:
    """Read the weights when first needed: ten megabytes, and many programs check no text."""
    of: dict[str, float] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            number, *weighed = line.split("\t")
            of.update(dict.fromkeys(weighed, float(number)))
    return Weights(of.pop(""), of)


ENOUGH: Final = 5.5
"""A question is asked from this weight of words and additions on."""
LEAST_OF_ALL: Final = -3.0
MOST_OF_ALL: Final = 3.0
"""The least and the most that a whole passage adds to the weight of one of its sentences. Its topic
counts, but however much else it says, it hides no secret."""
ALONE: Final = 0.7
"""A question is asked about a whole passage from this weight on, even if it names nobody: "the
little man in the Spiderman coat"."""
AS_A_WHOLE: Final = 1.3
"""The same, if it names a person."""
ALONE_OF_NOBODY: Final = 2.0
"""The same, if it has no word for a child or a relative."""
ALONE_OF_NAMED: Final = 2.8
"""The same, if its names are not known to be a person's: "the Littlewolf kids"."""
STRONG: Final = 2.2
"""Added for a phrase that names a kind of information."""
WEAK: Final = 0.45
"""Added for a phrase that may be personal."""
SURELY: Final = 0.9
"""Added if somebody is certainly a person, or a child is described."""
LISTED: Final = 3.0
"""Added if a list says it of a whole name on lines of its own, which have few words to weigh."""
CONTINUED: Final = 1.2
"""Added if a sentence says it of a whole name in the sentence before: "She was absent"."""
EXERCISE: Final = 3.0
"""Subtracted for an exercise: "Underline the verb"."""
MOST_UNLIKELY: Final = -1.2
"""Below this weight, even certain phrases are not reported: a record of the javelin."""

HEADING_TELLS: Final = -0.5
"""The least weight of a heading for a question about the names below it."""
MAY_TELL: Final = -0.5
"""The least weight of the single words, or of a sentence, for a question about a passage."""
MAY_TELL_OF_NAMED: Final = -0.9
"""The same for a passage with names; `ALONE_OF_NAMED` then asks for much more."""
_DIGIT: Final = re.compile(r"[0-9]")


class Likelihood:
    """The sentences of a text, and how likely each is private, alone and with its neighbors.

    `plain` is the folded text, `named` are the names in it, and `spans` the start and end of each
    sentence.
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
        """Return the logarithm of the odds that a sentence is private: half for the sentence alone,
        half with its neighbors, so that these explain it but hide nothing."""
        odds = [self._weigh(*self._part(sentence, beside)) for beside in (0, 1)]
        return sum(odds) / len(odds)

    @cached_property
    def of_all(self) -> float:
        """The same for all sentences together."""
        return self._weigh(0, len(self._plain))

    def added_by_all(self, sentence: int, *, is_strong: bool) -> float:
        """Return what all words together add to one phrase. The words around a strong phrase cannot
        hide it when its sentence alone is private."""
        weighed = self.of_all
        if is_strong:
            weighed = max(weighed, self._weigh(*self._part(sentence, 0)))
        return min(max(weighed, LEAST_OF_ALL), MOST_OF_ALL)

    def is_most_unlikely(self, position: int) -> bool:
        """True if even a certain phrase at this position is not reported. Only its own sentence
        counts, so that praise in another cannot hide it."""
        return self._weigh(*self._spans[self._sentence_at(position)]) < MOST_UNLIKELY

    def _sentence_at(self, place: int) -> int:
        numbers = (number for number, (_start, end) in enumerate(self._spans) if place < end)
        return next(numbers, len(self._spans) - 1)

    def _weigh(self, start: int, end: int) -> float:
        """Return the odds of a part, cached: a text of one sentence has only one part."""
        part = (start, min(end, len(self._plain)))
        if part not in self._known:
            self._known[part] = self._odds(features(self._plain, self._named, *part))
        return self._known[part]

    def _odds(self, features_seen: set[str]) -> float:
        return self._base + sum(map(self._weights.get, features_seen, repeat(0.0)))

    def weighed(self, sentence: int, beside: int) -> set[str]:
        """Return the features of a sentence with so many sentences before and after it."""
        return features(self._plain, self._named, *self._part(sentence, beside))

    def _part(self, sentence: int, beside: int) -> tuple[int, int]:
        first = max(sentence - beside, 0)
        last = min(sentence + beside, len(self._spans) - 1)
        return self._spans[first][0], self._spans[last][1]


def most_private(passage: str, plain: str) -> int:
    """Return the start of the sentence of a passage that is most likely private."""
    spans = Sentences(passage, plain, []).spans
    sentences = Likelihood(plain, (), spans)
    return spans[max(range(len(spans)), key=sentences.of)][0]


def weigh_passage(plain: str, named: Sequence[Mention]) -> float:
    """Return the logarithm of the odds that a folded passage says something private."""
    return Likelihood(plain, named, ((0, len(plain)),)).of_all


def weigh_words(plain: str) -> float:
    """Return the weight of the single words of a folded text, without its names."""
    base, weights = learned()
    words = set(without_punctuation(plain).split())
    words.update(mark for mark in MARKS if mark in plain)
    if _DIGIT.search(plain):
        words.add(NUMBER)
    return base + sum(map(weights.get, words, repeat(0.0)))
