"""Of a message the part that holds words, and its pictures. Pure.

What would keep the parser busy is refused before it is parsed: its time grows with the square of
how many boundaries, parts and parameters there are.
"""

import email
import email.errors
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Final

MOST_LINES: Final = 60_000
MOST_FIELD: Final = 4_000
"""Bytes of one header field that says what a part is."""
MOST_HEADER: Final = 100_000
"""Bytes up to the first empty line."""
_MOST_BOUNDARIES: Final = 40
_MOST_DASHES: Final = 2_000
_MOST_PARTS: Final = 200
_MOST_DEPTH: Final = 20
_LONGEST_NAME: Final = 1_000
_FIELD: Final = re.compile(
    rb"(?:\A|[\r\n])content-[a-z-]{1,40}[ \t]*+:[^\r\n]*+(?:(?:\r\n?+|\n)[ \t][^\r\n]*+)*+",
    re.IGNORECASE,
)
_EMPTY_LINE: Final = re.compile(rb"\r\n\r\n|\n\n|\r\r")


class NotParsed(Exception):
    """It is no message, or one that takes too long to read."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says: the bytes of its HTML, else of its plain text; `pictures` as in `Raw`.
    `charset` is what it says of itself, "" for nothing."""

    content: bytes
    charset: str
    is_html: bool
    sender: str
    pictures: dict[str, str] = field(default_factory=dict)


def words_of(data: bytes) -> Words | None:
    """None where a message has no words. Raises `NotParsed`."""
    if not _is_bearable(data):
        raise NotParsed
    try:
        message = email.message_from_bytes(data)
        parts = list(_parts(message))
    except (RecursionError, email.errors.MessageError) as error:
        raise NotParsed from error
    words = [part for part in parts if _is_words(part)]
    html = next((part for part in words if part.get_content_type() == "text/html"), None)
    chosen = html or next(iter(words), None)
    if chosen is None:
        return None
    return Words(
        content=_bytes(chosen),
        charset=_charset(chosen),
        is_html=chosen is html,
        sender=_sender(message),
        pictures={name: digest for part in parts for name, digest in _picture(part)},
    )


def _is_bearable(data: bytes) -> bool:
    """False for what no mail program writes, and what would keep the parser busy for minutes."""
    end = _EMPTY_LINE.search(data)
    lowered = data.lower()
    return (
        (end.start() if end else len(data)) <= MOST_HEADER
        and max(data.count(b"\n"), data.count(b"\r")) <= MOST_LINES
        and lowered.count(b"boundary") <= _MOST_BOUNDARIES
        and data.count(b"\n--") + data.count(b"\r--") <= _MOST_DASHES
        and all(len(each[0]) <= MOST_FIELD for each in _FIELD.finditer(data))
    )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts of a message; not those of messages that are attached to it."""
    if not message.is_multipart():
        yield message
    elif message.get_content_maintype() == "multipart" and depth < _MOST_DEPTH:
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
        written = str(message.get("From", ""))[:_LONGEST_NAME]
        name, _address = parseaddr(str(make_header(decode_header(written))))
    except (ValueError, LookupError, email.errors.MessageError):
        return ""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name
