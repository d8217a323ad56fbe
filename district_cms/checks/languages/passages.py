"""The passages of a text that are in another language than what is around them: sentence by
sentence, so that a Spanish sentence is found in an English paragraph."""

import re
from itertools import groupby
from typing import Final, NamedTuple

from .catalog import primary_language
from .detecting import are_alike, language_of, says_nothing
from .english import is_plainly_english
from .sentences import sentences

# Titles of books and songs, and words that are only quoted: a few words in quotation marks.
_QUOTED: Final = re.compile(r"“[^”]{1,60}”|«[^»]{1,60}»|\"[^\"]{1,60}\"")
_MOST_SENTENCES: Final = 100
_FEWEST_SPACES: Final = 3  # between words in Latin letters
_FEWEST_LETTERS: Final = 4  # as few are a passage in Chinese


class Passage(NamedTuple):
    """Some words of a text as they stand there, and the tag of the language that they are in."""

    tag: str
    text: str


def passages(text: str, around: str) -> list[Passage]:
    """Return what surely is in another language than `around`, in the order of the text.

    A text that has nothing of `around` is one passage; otherwise its sentences are told apart, and
    neighbors in one language are one passage. What is quoted in a few words is passed over.
    """
    if is_too_short(text):
        return []
    around = primary_language(around)
    parts = sentences(text)[:_MOST_SENTENCES]
    found = [_other(sentence, around) for sentence in parts]
    others = {tag for tag in found if tag not in ("", around)}
    if not others:
        # Many short sentences say together what none of them says alone.
        tag = _other(text, around) if len(parts) > 1 and around not in found else ""
        return [Passage(tag, text.strip())] if tag not in ("", around) else []
    if len(others) == 1 and around not in found:
        return [Passage(others.pop(), text.strip())]
    return list(_runs(parts, found, others))


def is_too_short(text: str) -> bool:
    """True if nothing is to be told of so few words. Less than a microsecond."""
    return text.count(" ") < _FEWEST_SPACES and (text.isascii() or len(text) < _FEWEST_LETTERS)


def _other(sentence: str, around: str) -> str:
    """Return the language of a sentence, `around` for the one that is expected, "" for neither."""
    if is_too_short(sentence.strip()):
        return ""
    if around == "en" and is_plainly_english(sentence):
        return around
    if says_nothing(sentence):
        return ""
    tag = language_of(_QUOTED.sub(" ", sentence), is_marked=around != "en")
    return around if are_alike(tag, around) else tag


def _runs(parts: list[str], found: list[str], others: set[str]) -> list[Passage]:
    runs = groupby(zip(parts, found, strict=True), key=lambda pair: pair[1])
    return [
        Passage(tag, "".join(sentence for sentence, _tag in run).strip())
        for tag, run in runs
        if tag in others
    ]
