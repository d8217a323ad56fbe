"""How likely a sentence tells something private of whom it names.

Logistic regression learned the weights of words from the corpora (`scripts/privacy_weights.py`).
They decide what is asked, never what is refused.
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
"""So many letters tell what a word is about: suspend, suspended, suspendieron."""


def features(plain: str, named: Sequence[Mention], start: int, end: int) -> set[str]:
    """Return what a part of a folded text holds, without the names in it."""
    tokens = _tokens(plain, named, start, end)
    found: set[str] = set()
    found.update(*map(_with_beginnings, tokens))
    found.update(map(" ".join, pairwise(tokens)))
    found.update(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False)))
    found.update(map(" _ ".join, zip(tokens, tokens[2:], strict=False)))
    called = [_WHOLE if one.full else _GIVEN for one in named if start <= one.start < end]
    found.update(_of_names(tokens, called))
    return found


@lru_cache(maxsize=4096)
def _with_beginnings(token: str) -> tuple[str, ...]:
    """Return a word and what it begins with: few words make up most of a text."""
    return (token, *(f"{token[:letters]}*" for letters in _BEGINNINGS if len(token) > letters))


def _of_names(tokens: list[str], called: list[str]) -> Iterator[str]:
    """Yield how many are named, and how many by a whole name, with the words beside each."""
    whole = called.count(_WHOLE)
    yield f"{NAME} {min(len(called), 4)}"
    yield f"{_WHOLE} {min(whole, 3)}"
    yield f"{_GIVEN} {min(len(called) - whole, 3)}"
    at = -1
    for one in called:
        at = tokens.index(NAME, at + 1)
        if at:
            yield f"{tokens[at - 1]} {one}"
        if at + 1 < len(tokens):
            yield f"{one} {tokens[at + 1]}"


def _tokens(plain: str, named: Sequence[Mention], start: int, end: int) -> list[str]:
    tokens: list[str] = []
    at = start
    for one in named:
        if start <= one.start < end:
            tokens += _words(plain[at : one.start])
            tokens.append(NAME)
            at = one.end
    return tokens + _words(plain[at:end])


def _words(text: str) -> list[str]:
    return [NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text)]


FILE: Final = Path(__file__).parent / "weights.txt"
"""A line for each number, followed by all that weighs so much; "" is a text of no words."""


class Weights(NamedTuple):
    base: float
    of: Mapping[str, float]


@cache
def learned() -> Weights:
    """Read when somebody asks: they take ten megabytes, and many programs check no text."""
    of: dict[str, float] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            number, *weighed = line.split("\t")
            of.update(dict.fromkeys(weighed, float(number)))
    return Weights(of.pop(""), of)


ENOUGH: Final = 5.5
"""From here on somebody is asked about: so much the words must weigh together with what follows."""
LEAST_OF_ALL: Final = -3.0
MOST_OF_ALL: Final = 3.0
"""So much a whole passage adds to what one of its sentences weighs, between these two: what it
speaks of is learned so, and however much else it tells hides no secret."""
ALONE: Final = 0.7
"""From here on a whole passage is asked about, also where nobody is known to be meant: "the little
man in the Spiderman coat"."""
AS_A_WHOLE: Final = 1.3
"""The same where somebody is named who may be meant."""
ALONE_OF_NOBODY: Final = 2.0
"""The same where no word is one for a child or a relative."""
ALONE_OF_NAMED: Final = 2.8
"""The same of names by which nobody, as far as is known, is meant: "the Littlewolf kids"."""
STRONG: Final = 2.2
"""So much adds a phrase of the lists that tells a kind of information."""
WEAK: Final = 0.45
"""And one that may tell something."""
SURELY: Final = 0.9
"""And that somebody surely is a person, or a child is described."""
LISTED: Final = 3.0
"""And that a list tells it of a whole name in lines of their own: few words are weighed there."""
CONTINUED: Final = 1.2
"""And that a sentence says it of a whole name in the one before: "She was absent"."""
EXERCISE: Final = 3.0
"""So much an exercise takes away: "Underline the verb"."""
MOST_UNLIKELY: Final = -1.2
"""Below this what lists of words tell for sure is not told either: a record of the javelin."""

HEADING_TELLS: Final = -0.5
"""A heading with names below it is not asked about where its words weigh less."""
MAY_TELL: Final = -0.5
"""A passage is not asked about as a whole where its single words, or all sentences, weigh less."""
MAY_TELL_OF_NAMED: Final = -0.9
"""The same of a passage whose names mean nobody: only much is asked about."""
_DIGIT: Final = re.compile(r"[0-9]")


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
        """Returns what all words together add to one phrase. The words around a strong phrase
        cannot hide it when it forms a sentence by itself."""
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
