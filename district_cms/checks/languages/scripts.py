"""Scripts other than Latin: which one a text is written in, and the languages that use it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SCRIPTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # Script: its letters, and the languages that are taken for possible in it; the first one
        # is the likeliest.
        "Cyrillic": ("\u0400-\u052f", "ru uk bg sr mk be kk ky mn tg bs uz"),
        "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el grc"),
        "Armenian": ("\u0530-\u058f", "hy"),
        "Hebrew": ("\u0590-\u05ff", "he yi iw ji lad"),
        "Arabic": ("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ku ckb sd ug prs uz ms pa ks"),
        "Devanagari": ("\u0900-\u097f", "hi ne mr sa bho mai kok doi"),
        "Bengali": ("\u0980-\u09ff", "bn as"),
        "Gurmukhi": ("\u0a00-\u0a7f", "pa"),
        "Gujarati": ("\u0a80-\u0aff", "gu"),
        "Tamil": ("\u0b80-\u0bff", "ta"),
        "Telugu": ("\u0c00-\u0c7f", "te"),
        "Malayalam": ("\u0d00-\u0d7f", "ml"),
        "Thai": ("\u0e00-\u0e7f", "th"),
        "Lao": ("\u0e80-\u0eff", "lo"),
        "Burmese": ("\u1000-\u109f", "my ksw pwo mnw shn"),
        "Georgian": ("\u10a0-\u10ff", "ka"),
        "Ethiopic": ("\u1200-\u137f", "am ti gez"),
        "Khmer": ("\u1780-\u17ff", "km"),
        "Japanese": ("\u3040-\u30ff", "ja"),
        "Korean": ("\uac00-\ud7af\u1100-\u11ff", "ko"),
        "Chinese": ("\u4e00-\u9fff\u3400-\u4dbf", "zh ja yue cmn wuu hak nan lzh ko"),
    }
)
_FOREIGN: Final = re.compile("[" + "".join(letters for letters, _tags in _SCRIPTS.values()) + "]")
_OF_SCRIPT: Final = {
    name: re.compile(f"[{letters}]") for name, (letters, _tags) in _SCRIPTS.items()
}
_LETTER: Final = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS: Final = 6
_MOST_LATIN: Final = 0.3


def script_of(text: str) -> str:
    """Return the script in which most of a text is written, "" for Latin and for few letters."""
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    total = len(_LETTER.findall(text))
    counts = {name: len(letters.findall(text)) for name, letters in _OF_SCRIPT.items()}
    # Japanese is told by its syllables, which stand between Chinese characters.
    best = "Japanese" if counts["Japanese"] > 2 else max(counts, key=counts.__getitem__)
    share = sum(counts.values())
    if share < _FEWEST_LETTERS and not (best in ("Chinese", "Japanese", "Korean") and share > 3):
        return ""
    return best if share >= (1 - _MOST_LATIN) * max(total, 1) else ""


def languages_in(script: str) -> list[str]:
    """Return the languages that are written in a script, the likeliest first."""
    return _SCRIPTS[script][1].split()


def chinese_of(text: str) -> str:
    """Return "zh-Hans" or "zh-Hant", whichever more of a text's characters belong to.

    What only the one or only the other of the two old character sets holds is simplified or
    traditional; "zh" where neither is more.
    """
    simplified = sum(_is_in("gb2312", char) and not _is_in("big5", char) for char in text)
    traditional = sum(_is_in("big5", char) and not _is_in("gb2312", char) for char in text)
    if simplified == traditional:
        return "zh"
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _is_in(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
