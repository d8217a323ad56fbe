"""The beginning of a text in whole sentences. Pure."""

import re
from typing import Final

ENOUGH: Final = 15
"""With fewer words than this nobody knows what a text is about: a sentence more may be longer."""
# From the first of several marks only: a row of dots is read once.
_ENDS: Final = re.compile(r"(?<![.!?…])([.!?…]+)[\"”’»)\]]*\s+")
# After these a point ends no sentence; nor after one letter, as in "p. m." and "J. Rivera".
_SHORTENED: Final = re.compile(
    r"mr|mrs|ms|mx|dr|st|vs|prof|jr|sr|sra|srta|dra|núm|pág|ee|uu|approx|dept|gr|rm|[^\W\d_]"
)
_BEFORE_WORDS: Final = '([“¿¡«"'


def sentences(text: str) -> list[str]:
    """The text in its sentences, each with the marks at its end; gaps are one space."""
    text = " ".join(text.split())
    found, begin = [], 0
    for end in _ENDS.finditer(text):
        words = text[begin : end.start()].split()
        last = words[-1].lstrip(_BEFORE_WORDS).casefold() if words else ""
        shortened = end[1] == "." and _SHORTENED.fullmatch(last)
        if shortened or text[end.end()].islower():
            continue
        found.append(text[begin : end.end()].rstrip())
        begin = end.end()
    return [*found, text[begin:]] if text[begin:] else found


def whole_sentences(text: str, most: int) -> str:
    """As many of the first sentences as have at most so many words; a first one that is longer
    is cut, with an ellipsis."""
    shown: list[str] = []
    # What goes on behind these is never shown, however long the text is.
    for sentence in sentences(" ".join(text.split()[: most + ENOUGH + 1])):
        words = sentence.split()
        room = most if len(shown) >= ENOUGH else most + ENOUGH
        if len(shown) + len(words) > room:
            break
        shown += words
    if shown or not text.split():
        return " ".join(shown)
    return " ".join([*text.split()[:most], "…"])
