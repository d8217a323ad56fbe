"""A file that someone chose: HTML, text, or a message of which only the signature stays. Pure."""

import codecs
import email
import email.errors
import hashlib
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import PurePath
from typing import Final, Literal

from .source import Raw, raw_of
from .threads import signature_of

type Kind = Literal["picture", "document", "empty", "large"]

MOST_BYTES: Final = 2_000_000
"""What a file or a paste holds at most: all of it is read in memory, and nothing is kept."""

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
_MOST_PARTS: Final = 200


class NotReadable(Exception):
    """The file is no signature: a "picture" of one, a "document", "empty" or too "large"."""

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
    return raw_of(text)


def decoded(data: bytes, charset: str = "") -> str:
    """The text of a file: by its mark, as UTF-8, by what it says of itself, or as Windows wrote."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    said = _META.search(data[:2048])
    for candidate in ("utf-8-sig", charset, said[1].decode("ascii") if said else ""):
        try:
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
        message = email.message_from_bytes(data)
        parts = list(_parts(message))
    except (RecursionError, email.errors.MessageError) as error:
        raise NotReadable("document") from error
    words = [part for part in parts if _is_words(part)]
    html = next((part for part in words if part.get_content_type() == "text/html"), None)
    chosen = html or next(iter(words), None)
    if chosen is None:
        raise NotReadable("empty")
    raw = Raw(
        decoded(_bytes(chosen), _charset(chosen)),
        is_html=chosen is html,
        is_message=True,
        pictures={name: digest for part in parts for name, digest in _picture(part)},
    )
    return signature_of(raw, author or _sender(message))


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts of a message; not those of messages that are attached to it."""
    if not message.is_multipart():
        yield message
    elif message.get_content_maintype() == "multipart" and depth < 20:
        for part in list(message.get_payload())[:_MOST_PARTS]:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _is_words(part: Message) -> bool:
    is_text = part.get_content_type() in ("text/html", "text/plain")
    return is_text and "attachment" not in str(part.get("Content-Disposition", "")).lower()


def _picture(part: Message) -> Iterator[tuple[str, str]]:
    name = str(part.get("Content-ID", "")).strip().strip("<>")
    if name and part.get_content_maintype() == "image":
        yield name, hashlib.sha256(_bytes(part)).hexdigest()


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return content if isinstance(content, bytes) else b""


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset("") or "")
    except (ValueError, LookupError):
        return ""


def _sender(message: Message) -> str:
    """The name of the sender, as the mail program writes it."""
    try:
        name, _address = parseaddr(str(make_header(decode_header(str(message.get("From", ""))))))
    except (ValueError, LookupError, email.errors.MessageError):
        return ""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name
