"""Which words are nobody's name, in any of their forms."""

import re
from typing import Final

from .word_lists import NO_NAMES

_FORMS: Final = (
    ("s", ""), ("es", "e"), ("ies", "y"), ("ing", "e"), ("ings", "e"), ("ed", "e"), ("er", "e"),
    ("ers", "e"), ("ly", "le"), ("ful", ""), ("less", ""), ("able", "e"), ("al", ""), ("ive", "e"),
)  # fmt: skip
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])\1(?:ing|ed|er|ers)$")
ENDINGS: Final = ("tion", "ment", "ness", "ingly", "mente", "cion", "ciones", "tions", "ments")


def is_no_name(word: str) -> bool:
    """True for a word that is nobody's name, in any of its forms: "labels", "shopping"."""
    if word in NO_NAMES or word.endswith(ENDINGS):
        return True
    return (
        any(
            word.endswith(ending) and {word[: -len(ending)], word[: -len(ending)] + rest} & NO_NAMES
            for ending, rest in _FORMS
        )
        or _DOUBLED.sub(r"\1", word) in NO_NAMES
    )
