"""The plain form of a text: what a reader sees, whatever characters were typed to show it."""

import re
import unicodedata
from typing import Final

# Shown as nothing, or as no more than a change of direction: they cannot hide a digit from us.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Strokes and circles drawn over a digit leave it readable.
_OVER_DIGIT: Final = re.compile("(?<=\\d)[\u0300-\u036f\u20d0-\u20f0]+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES: Final = re.compile("[\u2018\u2019\u201b\u02bc\uff07`\u00b4]")
_FOREIGN_DIGIT: Final = re.compile(r"[^\D0-9]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def undisguise(text: str) -> str:
    r"""Return the text with plain digits, dashes, apostrophes and single spaces; lines are kept.

    >>> undisguise("ID\u00a012\u200b3 \u2013 ok")
    'ID 123 - ok'
    """
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _INVISIBLE.sub("", text)
        text = _OVER_DIGIT.sub("", text)
        text = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
        text = _QUOTES.sub("'", _DASHES.sub("-", text))
    return _SPACES.sub(" ", text.replace("\x00", ""))


def fold(word: str) -> str:
    """Return a word as lists hold it: lower case, no accents, no apostrophes.

    >>> fold("O'Núñez")
    'onunez'
    """
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c) and c not in "'’")
