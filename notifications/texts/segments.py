"""How long a text is: what the carriers charge for is its segments. Pure.

160 letters of the GSM 7-bit alphabet (3GPP TS 23.038), or 70 code units of UTF-16 where any letter
is not among them; a longer text is cut into pieces of 153 or 67, whose rest says how they belong
together (TS 23.040, 9.2.3.24.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gsm0338 import Codec

ONE_GSM, EACH_GSM = 160, 153
ONE_UNICODE, EACH_UNICODE = 70, 67
_GSM: Final = Codec()
# Punctuation of books and what every telephone shows in its place. A letter is never replaced:
# "José" stays José, and a text in Russian stays Russian.
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
    """`units` of the alphabet that the text needs, in so many `segments`; `gsm` is False where it
    has a letter that the 7-bit alphabet does not have."""

    units: int
    segments: int
    gsm: bool

    @property
    def room(self) -> int:
        """How many units these segments hold at most."""
        one, each = (ONE_GSM, EACH_GSM) if self.gsm else (ONE_UNICODE, EACH_UNICODE)
        return one if self.segments == 1 else each * self.segments


def length_of(text: str) -> Length:
    """How long `text` is; an empty one is one segment."""
    try:
        sizes = [_septets(letter) for letter in text]
    except UnicodeEncodeError:
        sizes = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        return _length(sizes, ONE_UNICODE, EACH_UNICODE, gsm=False)
    return _length(sizes, ONE_GSM, EACH_GSM, gsm=True)


def plain(text: str) -> str:
    """The text with the punctuation that costs no more than it must."""
    return text.translate(_PLAIN)


def fits(text: str, most: int) -> bool:
    """Whether the text is at most so many segments. Quick for a text that is far too long."""
    return len(text) <= EACH_GSM * most + ONE_GSM and length_of(text).segments <= most


def cut(text: str, end: str, most: int) -> str:
    """`text` with `end` behind it, in at most so many segments: where both do not fit, `text` ends
    in dots before its time. What `end` alone is too long for is not shortened."""
    whole = f"{text} {end}"
    while text and not fits(whole, most):
        text = text[:-1].rstrip()
        whole = f"{text}... {end}"
    return whole


@lru_cache(maxsize=1024)
def _septets(letter: str) -> int:
    """One, or two for each of the few behind an escape, such as the euro sign. Raises
    UnicodeEncodeError for a letter that the alphabet does not have."""
    return len(_GSM.encode(letter)[0])


def _length(sizes: list[int], one: int, each: int, *, gsm: bool) -> Length:
    units = sum(sizes)
    return Length(units, 1 if units <= one else _pieces(sizes, each), gsm)


def _pieces(sizes: Iterable[int], each: int) -> int:
    """No letter is cut in two: what does not fit whole begins the next piece."""
    pieces, left = 0, 0
    for size in sizes:
        if size > left:
            pieces, left = pieces + 1, each
        left -= size
    return pieces
