"""Lists of phrases, written so that a list can be read, and searched for at the price of a word.

One phrase a line: `suspend* ..  days|weeks`. A word is itself; `suspend*` is whatever begins so;
`a|b` is one of both; `~the|a` may be there; `..` stands for up to four words. Between two words
stand at most three characters that end no sentence. `^a|b` is the word that lines are found by,
where it is not the longest. A line that begins with "- " holds weak phrases: what they say is
private only right beside a name.

All of it is lower case without accents, and so is the text that it is searched in.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from ..word_sets import word_set
from .normalizing import without_punctuation

STEM: Final = 4
"""A stem is known by so many letters, and none is shorter."""

_EVERYWHERE: Final = word_set(
    "a an the of in on at to for from with by and or but not no all any some one two three only is "
    "are was were be been has have had do does did can will it its this that they he she his her "
    "their our my your we you i as so up out off if when who what more most new make made last "
    "time day days class school work student students read reading test tests list first need "
    "needs get got go goes en de la el los las un una con por para que se su sus es no lo le a y"
)
_FOLDER: Final = Path(__file__).parent / "phrase_lists"
_GAP: Final = r"[^\w.!?\n]{1,3}"
_ANYTHING: Final = ".."
_WORDS_BETWEEN: Final = rf"(?:{_GAP}[\w'-]{{1,20}}){{0,4}}?"


@dataclass(frozen=True)
class Phrase:
    """One line of a list. `anchors` are the words, or the first four letters of the stems, one of
    which stands wherever the phrase does."""

    written: str
    weak: bool
    anchors: frozenset[str]
    stems: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as an expression; no part of it repeats without a bound."""
        return re.compile(_expression(self.written.split()))


def phrases(name: str) -> tuple[Phrase, ...]:
    """Read a list. Raises ValueError for a phrase by which no line could be found."""
    return tuple(map(phrase, (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()))


def phrase(line: str) -> Phrase:
    """Read one line of a list. Raises ValueError as `phrases` does."""
    weak = line.startswith("- ")
    tokens = line.removeprefix("- ").split()
    named = [part for part in tokens if part[0] == "^"]
    needed = [
        part.removeprefix("^").split("|")
        for part in named or tokens
        if part != _ANYTHING and part[0] != "~"
    ]
    known = [words for words in needed if all(_is_known(word) for word in words)]
    if not known:
        raise ValueError(f"The stems of {line!r} are too short to be found by.")
    # Of the words that are not everywhere, the longest is the rarest, as a rule.
    anchor = max(
        known, key=lambda words: (_EVERYWHERE.isdisjoint(words), min(len(word) for word in words))
    )
    stems = frozenset(word[:-1] for word in anchor if word.endswith("*"))
    # Lines are looked up word by word, without punctuation: of "make-up" by "make".
    exact = frozenset(
        max(without_punctuation(word).split(), key=len) for word in anchor if not word.endswith("*")
    )
    written = " ".join(part.removeprefix("^") for part in tokens)
    return Phrase(written, weak, exact, frozenset(stem[:STEM] for stem in stems))


def _is_known(word: str) -> bool:
    return not word.endswith("*") or len(word) > STEM


def _expression(tokens: list[str]) -> str:
    made = r"(?<!\w)(?<!\d[:.])"  # "1.er lugar" is no emergency room
    first = True
    for part in tokens:
        if part == _ANYTHING:
            made += _WORDS_BETWEEN
            continue
        optional = part.startswith("~")
        words = "|".join(
            re.escape(word.removesuffix("*")) + (r"\w{0,20}" if word.endswith("*") else "")
            for word in part.removeprefix("~").split("|")
        )
        gap = "" if first else _GAP
        if optional and first:
            made += f"(?:(?:{words}){_GAP})?"
            continue
        made += f"(?:{gap}(?:{words}))?" if optional else f"{gap}(?:{words})"
        first = False
    return made + r"(?!\w)"
