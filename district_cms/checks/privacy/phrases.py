"""Readable lists of phrases, searched at the price of looking up each word of a text.

One phrase a line: `suspend* ..  days|weeks`. A word matches itself; `suspend*` matches any word
that begins so; `a|b` matches either; `~the|a` is optional; `..` matches up to four words. Up to
three characters that end no sentence may stand between two words. Lines are looked up by the
longest word, or by the one marked `^a|b`. A line that begins with "- " holds a weak phrase, which
is private only right beside a name.

Lists and texts are in lower case without accents.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from ..word_sets import word_set
from .normalizing import without_punctuation

STEM: Final = 4
"""Stems are looked up by this many letters; none is shorter."""

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
    """One line of a list.

    Wherever the phrase occurs, so does one of the words in `anchors`, or a word that begins with
    one of the four letters in `stems`.
    """

    written: str
    weak: bool
    anchors: frozenset[str]
    stems: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as a regular expression; every repetition in it has a bound."""
        return re.compile(_expression(self.written.split()))


def phrases(name: str) -> tuple[Phrase, ...]:
    """Read a list. Raises ValueError for a phrase by which no line could be looked up."""
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
    # Among the words that do not occur everywhere, the longest is usually the rarest.
    anchor = max(
        known, key=lambda words: (_EVERYWHERE.isdisjoint(words), min(len(word) for word in words))
    )
    stems = frozenset(word[:-1] for word in anchor if word.endswith("*"))
    # Lines are looked up word by word, without punctuation: "make-up" by "make".
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
