"""A mail as a mail server gets it: what many have in common is encoded once.

Python's email package reads and folds every header, and encodes every text, anew for each mail. A
text is encoded here in pieces, those between the places of the recipient's own values; a value is
encoded by itself and stands on lines of its own, which quoted-printable joins again (RFC 2045,
6.7). What a recipient has is never kept: it goes from its message into its mail.
"""

import binascii
import email.policy
import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any, Final
from uuid import uuid4

from django.core.mail import EmailMessage as DjangoMessage
from django.utils import timezone

from ..rules.filling import TAG, fill
from .base import Outgoing

POLICY: Final = email.policy.SMTP
# RFC 5322, 2.1.1: how long a line should be at most, and how long it may be.
SHOULD: Final = 78
MAY: Final = 998
PLAIN: Final = re.compile(r"[!-~](?:[ -~]*[!-~])?")
HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
ADDRESS: Final = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*")
# What is written here already, or is the backend's own affair.
TAKEN: Final = re.compile(
    r"from|to|cc|bcc|sender|reply-to|subject|date|message-id|(?:mime|content)-.*", re.IGNORECASE
)
SOFT: Final = b"=\r\n"
MOST_KEPT: Final = 4
type Pieces = tuple[bytes | str, ...]
"""Encoded bytes, and the tags of what is the recipient's own."""


class Written(EmailMessage):
    """A mail that is written already."""

    def __init__(self, whole: bytes) -> None:
        super().__init__(policy=POLICY)
        self._whole = whole

    def as_bytes(self, unixfrom: bool = False, policy: Any = None) -> bytes:
        return self._whole


class ComposedMail(DjangoMessage):
    """Gives Django's SMTP backend, which asks for nothing but the bytes, the mail as composed."""

    def __init__(self, message: Outgoing, composed: bytes) -> None:
        super().__init__(from_email=_bare(message.from_email), to=[message.address])
        self._composed = composed

    def message(self, *, policy: Any = POLICY) -> EmailMessage:
        return Written(self._composed)


class Composer:
    """Composes the mails of one batch."""

    def __init__(self) -> None:
        self._kept: dict[str, Pieces] = {}
        self._lines: dict[tuple[str, str], bytes] = {}
        # No quoted-printable has "=_" in it, whatever is filled in.
        self._boundary = f"=_{uuid4().hex}".encode()

    def compose(self, message: Outgoing) -> bytes | None:
        """The whole mail; None for one with an address or a header of a kind that Django should
        look at. Raises ValueError for what cannot stand in a header."""
        if not ADDRESS.fullmatch(message.address) or not all(map(_is_free, message.headers)):
            return None
        head = [
            _common_lines(message.from_email, message.reply_to),
            header_line("To", message.address),
            header_line("Date", format_datetime(timezone.now())),
            self._line("Subject", message.subject, message.substitutions),
        ]
        if message.message_id:
            head.append(header_line("Message-ID", message.message_id))
        for name, value in message.headers.items():
            head.append(self._line(name, value, message.substitutions))
        text = self._part("plain", message.text, message.substitutions)
        if not message.html:
            return b"".join([*head, *text])
        html = self._part("html", message.html, message.substitutions)
        edge = self._boundary
        kind = b'Content-Type: multipart/alternative; boundary="%b"\r\n' % edge
        between = b"\r\n--%b\r\n" % edge
        end = b"\r\n--%b--\r\n" % edge
        return b"".join([*head, kind, between, *text, between, *html, end])

    def _line(self, name: str, value: str, values: Mapping[str, str]) -> bytes:
        """A header without tags is the same for all who have it."""
        if TAG.search(value):
            return header_line(name, fill(value, values))
        known = self._lines.get((name, value))
        if known is None:
            known = self._lines[name, value] = header_line(name, value)
        return known

    def _part(self, kind: str, text: str, values: Mapping[str, str]) -> list[bytes]:
        pieces = self._kept.get(text)
        if pieces is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            pieces = self._kept[text] = pieces_of(text)
        head = f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        body = b"".join(filled(pieces, values))
        # The last line ends, once.
        ended = body.removesuffix(SOFT) if body.endswith(b"\r\n" + SOFT) else body + b"\r\n"
        return [head.encode(), ended]


def pieces_of(text: str) -> Pieces:
    """The text in quoted-printable, cut at its tags."""
    found: list[bytes | str] = []
    end = 0
    for place in TAG.finditer(text):
        found += [quoted(text[end : place.start()]), place[0]]
        end = place.end()
    return (*found, quoted(text[end:]))


def filled(pieces: Pieces, values: Mapping[str, str]) -> list[bytes]:
    """As `rules.filling.fill` does it: a tag without a value stays as it is."""
    return [
        piece if isinstance(piece, bytes) else quoted(values.get(piece, piece)) for piece in pieces
    ]


def quoted(text: str) -> bytes:
    """In quoted-printable, so that anything may follow: no line is longer than 75 characters and
    the last one goes on."""
    if not text:
        return b""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # The letter at the end is taken away again: what stands before it is not treated as an end.
    done = binascii.b2a_qp(f"{lines}x".encode(errors="surrogateescape"))[:-1]
    done = done.replace(b"\n", b"\r\n")
    return done if done.endswith(SOFT) else done + SOFT


def header_line(name: str, value: str) -> bytes:
    """What is plain stands as it is. That goes for a long address too: it has no place to be
    folded at, and the email package would encode it as words, which no mailbox reads as an address
    (RFC 2047, 5). Raises ValueError for a line break."""
    line = f"{name}: {value}"
    if PLAIN.fullmatch(value) and "=?" not in value:
        most = SHOULD if " " in value else MAY
        if len(line) <= most:
            return f"{line}\r\n".encode()
    return POLICY.fold_binary(*POLICY.header_store_parse(name, value))


@lru_cache(maxsize=64)
def _common_lines(sender: str, answers_to: str) -> bytes:
    """Sender and address for answers, read and encoded by Django."""
    mail = DjangoMessage(from_email=sender, reply_to=[answers_to] if answers_to else None)
    drawn = mail.message(policy=POLICY)
    lines = [POLICY.fold_binary(name, drawn[name]) for name in ("From", "Reply-To") if drawn[name]]
    return b"".join([*lines, b"MIME-Version: 1.0\r\n"])


@lru_cache(maxsize=64)
def _bare(sender: str) -> str:
    """The envelope has no names."""
    return parseaddr(sender)[1] or sender


def _is_free(name: str) -> bool:
    return bool(HEADER.fullmatch(name)) and not TAKEN.fullmatch(name)
