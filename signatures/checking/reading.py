"""A file that someone chose: HTML, text, or a message of which only the signature stays. Pure."""

import codecs
import re
from pathlib import PurePath
from typing import Final, Literal

from .messages import NotParsed, words_of
from .source import Raw, is_too_long, raw_of
from .threads import signature_of

type Kind = Literal["picture", "document", "empty", "large", "long"]

MOST_BYTES: Final = 2_000_000
"""What a file or a paste holds at most: all of it is read in memory, and nothing is kept. Of its
words far less is read; see `is_too_long`."""

_PICTURES: Final = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00"),
)
_DOCUMENTS: Final = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b")
_META: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEADER: Final = re.compile(
    rb"(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version"
    rb"|content-type|x-[\w-]+|dkim-signature|arc-[\w-]+)\s*:",
    re.IGNORECASE,
)
_GUESSED: Final = "cp1252"
# What Python calls a charset and no mail program does; to read them takes the square of the time.
_NO_CHARSETS: Final = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape"})


class NotReadable(Exception):
    """It is no signature: a "picture" of one, a "document", "empty", a file that is too "large",
    or words and formatting that are too "long"."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


def read_file(data: bytes, name: str, author: str = "") -> Raw:
    """The signature in a file. Of a message all else is dropped here: what comes back holds neither
    its words nor its header. `author` is the name of whose signature it is; without one the
    sender's own counts.

    Raises `NotReadable`, and `NoSignature` for a message without one.
    """
    if len(data) > MOST_BYTES:
        raise NotReadable("large")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotReadable("empty")
    if data.startswith(_PICTURES) or data[8:12] in (b"WEBP",) or data[4:8] == b"ftyp":
        raise NotReadable("picture")
    if data.startswith(_DOCUMENTS):
        raise NotReadable("document")
    if PurePath(name).suffix.lower() == ".eml" or _is_message(data):
        return _of_message(data, author)
    text = decoded(data)
    if "\0" in text:
        raise NotReadable("document")
    return read_paste(text)


def read_paste(text: str) -> Raw:
    """What was pasted, all of it. Raises `NotReadable` for far more than a signature."""
    if is_too_long(text):
        raise NotReadable("long")
    return raw_of(text)


def decoded(data: bytes, charset: str = "") -> str:
    """The text of a file: by its mark, as UTF-8, by what it says of itself, or as Windows wrote."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    said = _META.search(data[:2048])
    for candidate in ("utf-8-sig", charset, said[1].decode("ascii") if said else ""):
        try:
            if codecs.lookup(candidate).name.replace("-", "_") not in _NO_CHARSETS:
                return data.decode(candidate)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode(_GUESSED, "replace")


def _is_message(data: bytes) -> bool:
    """True for what begins as a message does: at least two lines of its header."""
    lines = data.lstrip()[:4000].splitlines()[:2]
    return len(lines) == 2 and all(map(_HEADER.match, lines))


def _of_message(data: bytes, author: str) -> Raw:
    try:
        words = words_of(data)
    except NotParsed as error:
        raise NotReadable("document") from error
    if words is None:
        raise NotReadable("empty")
    content = decoded(words.content, words.charset)
    if is_too_long(content):
        raise NotReadable("long")
    raw = Raw(content, is_html=words.is_html, is_message=True, pictures=words.pictures)
    return signature_of(raw, author or words.sender)
