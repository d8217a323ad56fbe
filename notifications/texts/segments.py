"""The length of a text in segments, which is what carriers charge for. Pure.

A segment holds 160 letters of the GSM 7-bit alphabet (3GPP TS 23.038), or 70 UTF-16 code units if
any letter is not in it. A longer text is split into pieces of 153 or 67; the remaining bytes say
how to join them (TS 23.040, 9.2.3.24.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gsm0338 import Codec

ONE_GSM, EACH_GSM = 160, 153
ONE_UNICODE, EACH_UNICODE = 70, 67
_GSM: Final = Codec()
# Typographic punctuation, and the equivalent that every telephone shows. Letters are never
# replaced: "José" stays José, and a text in Russian stays Russian.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        **dict.fromkeys("\u2010\u2011\u2013\u2014\u2022\u2212", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
        "…": "...",
    }
)


@dataclass(frozen=True, slots=True)
class Length:
    """The length in `units` of the alphabet that the text needs, and in `segments`; `gsm` is False
    if the 7-bit alphabet lacks a letter."""

    units: int
    segments: int
    gsm: bool

    @property
    def room(self) -> int:
        """Returns the maximum of units in these segments."""
        one, each = (ONE_GSM, EACH_GSM) if self.gsm else (ONE_UNICODE, EACH_UNICODE)
        return one if self.segments == 1 else each * self.segments


def length_of(text: str) -> Length:
    """Returns the length of `text`; an empty text is one segment."""
    try:
        sizes = [_septets(letter) for letter in text]
    except UnicodeEncodeError:
        sizes = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        return _length(sizes, ONE_UNICODE, EACH_UNICODE, gsm=False)
    return _length(sizes, ONE_GSM, EACH_GSM, gsm=True)


def plain(text: str) -> str:
    """Returns the text with punctuation that costs no extra segments."""
    return text.translate(_PLAIN)


def fits(text: str, most: int) -> bool:
    """Returns True if the text has at most `most` segments. Fast for a text that is far too
    long."""
    return len(text) <= EACH_GSM * most + ONE_GSM and length_of(text).segments <= most


def cut(text: str, end: str, most: int) -> str:
    """Returns `text` followed by `end` in at most `most` segments: if both do not fit, `text` is
    cut and ends in dots. An `end` that is too long itself is not cut."""
    whole = f"{text} {end}"
    while text and not fits(whole, most):
        text = text[:-1].rstrip()
        whole = f"{text}... {end}"
    return whole


@lru_cache(maxsize=1024)
def _septets(letter: str) -> int:
    """Returns one, or two for the few escaped letters such as the euro sign. Raises
    `UnicodeEncodeError` for a letter that is not in the alphabet."""
    return len(_GSM.encode(letter)[0])


def _length(sizes: list[int], one: int, each: int, *, gsm: bool) -> Length:
    units = sum(sizes)
    return Length(units, 1 if units <= one else _pieces(sizes, each), gsm)


def _pieces(sizes: Iterable[int], each: int) -> int:
    """Counts pieces without splitting a letter: one that does not fit begins the next piece."""
    pieces, left = 0, 0
    for size in sizes:
        if size > left:
            pieces, left = pieces + 1, each
        left -= size
    return pieces
