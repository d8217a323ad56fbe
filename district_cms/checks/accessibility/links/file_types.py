"""Kinds of files that a link may open instead of a page, and the words that say so."""

import re
from typing import Final
from urllib.parse import urlsplit

from ...word_sets import word_set
from ..words import bare_words

_WORDS: Final = {
    "pdf": word_set("pdf acrobat"),
    "doc": word_set("word doc docx odt"),
    "xls": word_set("excel spreadsheet sheets xls xlsx ods"),
    "ppt": word_set("powerpoint slides slideshow ppt pptx odp diapositivas"),
    "zip": word_set("zip"),
    "csv": word_set("csv spreadsheet"),
    "epub": word_set("epub ebook"),
    "mp3": word_set("audio listen mp3 podcast recording song escuche grabacion"),
    "mp4": word_set("film mp4 movie video watch pelicula"),
}
_ENDINGS: Final = {
    **{kind: kind for kind in _WORDS},
    **dict.fromkeys(("docx", "docm", "odt", "rtf", "pages"), "doc"),
    **dict.fromkeys(("xlsx", "xlsm", "ods"), "xls"),
    **dict.fromkeys(("pptx", "pptm", "odp", "key"), "ppt"),
    **dict.fromkeys(("m4a", "wav", "ogg"), "mp3"),
    **dict.fromkeys(("m4v", "mov", "webm"), "mp4"),
}
_ANY: Final = frozenset().union(*_WORDS.values()) | word_set("archivo file")
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})$")
UNKNOWN: Final = "file"
"""A file of which nothing else is known."""


def file_type(url: str) -> str:
    """Return the kind of file that an address ends in ("pdf", "doc", …); empty for a page.

    Never raises: an address that cannot be taken apart leads to a page.
    """
    if "." not in url:
        return ""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    # The address of a host alone has no path: "larkspur.key" is none of a presentation.
    ending = _ENDING.search(path)
    return _ENDINGS.get(ending[1].lower(), "") if ending else ""


def says_file_type(text: str, kind: str) -> bool:
    """True if the text says that a file of this kind opens."""
    return not _WORDS.get(kind, _ANY).isdisjoint(bare_words(text))
