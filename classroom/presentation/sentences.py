"""Cuts a text after whole sentences. Pure."""

import re
from typing import Final

ENOUGH: Final = 15
"""An excerpt with fewer words does not say what a text is about; then the next sentence may exceed
the limit."""
# Matches from the first of several marks only, so that a row of dots is scanned once.
_ENDS: Final = re.compile(r"(?<![.!?…])([.!?…]+)[\"”’»)\]]*\s+")
# A period after these ends no sentence; nor after a single letter, as in "p. m." and "J. Rivera".
_SHORTENED: Final = re.compile(
    r"mr|mrs|ms|mx|dr|st|vs|prof|jr|sr|sra|srta|dra|núm|pág|ee|uu|approx|dept|gr|rm|[^\W\d_]"
)
_BEFORE_WORDS: Final = '([“¿¡«"'


def sentences(text: str) -> list[str]:
    """Splits the text into sentences with their final marks; collapses whitespace."""
    text = " ".join(text.split())
    result, begin = [], 0
    for end in _ENDS.finditer(text):
        words = text[begin : end.start()].split()
        last = words[-1].lstrip(_BEFORE_WORDS).casefold() if words else ""
        shortened = end[1] == "." and _SHORTENED.fullmatch(last)
        if shortened or text[end.end()].islower():
            continue
        result.append(text[begin : end.end()].rstrip())
        begin = end.end()
    return [*result, text[begin:]] if text[begin:] else result


def whole_sentences(text: str, most: int) -> str:
    """Returns the first sentences up to `most` words; cuts a longer first sentence, with an
    ellipsis."""
    chosen: list[str] = []
    # Words after this are never used, however long the text is.
    for sentence in sentences(" ".join(text.split()[: most + ENOUGH + 1])):
        words = sentence.split()
        room = most if len(chosen) >= ENOUGH else most + ENOUGH
        if len(chosen) + len(words) > room:
            break
        chosen += words
    if chosen or not text.split():
        return " ".join(chosen)
    return " ".join([*text.split()[:most], "…"])
