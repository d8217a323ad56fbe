"""From bytes to text. Pure.

Spreadsheet programs write UTF-8 (with or without a mark), UTF-16 with a mark ("Unicode text"), or
Windows-1252 (plain "CSV" of Excel on Windows). A general detector chooses among a hundred more and
is easily wrong about a short file: charset-normalizer 3.5 reads "María Peña" as "María Peńa". So
the last of the three is assumed where the first two do not fit, and a note asks the reader to look.
"""

import codecs
from typing import Final

from .located import Collector

GUESSED: Final = "cp1252"


def decode(data: bytes, collector: Collector, *, may_guess: bool = True) -> str | None:
    """The text of a file without its mark; None, with an error noted, where it is none.

    `may_guess=False` is for files whose format says UTF-8, where a guess would hide a fault.
    """
    text = _decoded(data, collector, may_guess=may_guess)
    if text is not None and "\0" in text:
        collector.error(text.count("\n", 0, text.index("\0")) + 1, "", "", "not-text")
        return None
    return text


def _decoded(data: bytes, collector: Collector, *, may_guess: bool) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            collector.error(1, "", "", "not-text")
            return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = repr(data[error.start : error.end])
    if not may_guess:
        collector.error(line, "", wrong, "not-utf8")
        return None
    try:
        text = data.decode(GUESSED)
    except UnicodeDecodeError:
        collector.error(line, "", wrong, "not-text")
        return None
    collector.note(line, text.split("\n")[line - 1].strip(), "guessed")
    return text
