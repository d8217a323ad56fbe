"""Lists of phrases, written so that a list can be read, and searched for at the price of a word.

One phrase a line: `suspend* ..  days|weeks`. A word is itself; `suspend*` is whatever begins so;
`a|b` is one of both; `~the|a` may be there; `..` stands for up to four words. Between two words
stand at most three characters that end no sentence. `^a|b` is the word that lines are found by,
where it is not the longest. A line that begins with "- " holds weak phrases: what they say is
private only right beside a name. One that ends with a backslash goes on in the next.

All of it is lower case without accents, and so is the text that it is searched in.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

STEM: Final = 4
"""A stem is known by so many letters, and none is shorter."""

_GOES_ON: Final = re.compile(r"\\\n *")
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


def phrases(text: str) -> tuple[Phrase, ...]:
    """Read a list. Raises ValueError for a phrase by which no line could be found."""
    lines = _GOES_ON.sub("", text).splitlines()
    return tuple(_phrase(line.strip()) for line in lines if line.strip())


def _phrase(line: str) -> Phrase:
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
    # The longest word is the rarest, as a rule.
    anchor = max(known, key=lambda words: min(len(word) for word in words))
    stems = frozenset(word[:-1] for word in anchor if word.endswith("*"))
    exact = frozenset(word for word in anchor if not word.endswith("*"))
    written = " ".join(part.removeprefix("^") for part in tokens)
    return Phrase(written, weak, exact, frozenset(stem[:STEM] for stem in stems))


def _is_known(word: str) -> bool:
    return not word.endswith("*") or len(word) > STEM


def _expression(tokens: list[str]) -> str:
    made = r"(?<!\w)"
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
