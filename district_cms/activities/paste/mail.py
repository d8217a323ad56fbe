"""The text of a mail, without the earlier messages below it. Pure."""

import codecs
import email
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from typing import Final, NamedTuple

from lxml import etree

from district_cms.checks.accessibility.dom import Element
from district_cms.checks.accessibility.parsing import tree_of
from district_cms.checks.word_sets import word_set

_MOST_HEADER: Final = 100_000
_LONGEST_FIELD: Final = 4_000
_MOST_BOUNDARIES: Final = 40
_MOST_LINES: Final = 100_000
_EMPTY_LINE: Final = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_LONG_FIELD: Final = re.compile(rb"content-[a-z-]{1,40}:[^\r\n]{%d}" % _LONGEST_FIELD, re.I)
_SUBJECT: Final = re.compile(
    rb"(?:\A|[\r\n])subject:([^\r\n]{0,1000}+(?:\r?\n[ \t][^\r\n]{0,1000}+){0,4})", re.I
)
_META: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Names of classes and ids by which mail programs mark the messages that they quote.
_QUOTES: Final = word_set(
    "gmail_quote gmail_quote_container yahoo_quoted moz-forward-container protonmail_quote "
    "outlookmessageheader zmail_extra gmail_attr moz-cite-prefix moz-email-headers-table"
)
_ENDS: Final = word_set("divrplyfwdmsg appendonsend mail-editor-reference-message-container")
_EARLIER: Final = re.compile(
    r"^(?:[-_ ]{2,}+(?:original message|forwarded message|mensaje (?:original|reenviado))\b"
    r"|begin forwarded message:"
    r"|(?:on|el)\b(?=[^\n]*\d)[^\n]{6,300}\n?[^\n]{0,100}?\b(?:wrote|escribi[oó])\s*:"
    r"|\*?(?:from|de):\*?\s*\S[^\n]*\n+\*?(?:sent|date|enviado(?: el)?|fecha):)",
    re.IGNORECASE | re.MULTILINE,
)


class NotAMail(Exception):
    """It is no message, or one that would take too long to parse."""


class Mail(NamedTuple):
    content: str
    is_html: bool
    subject: str


def read_mail(data: bytes) -> Mail | None:
    """Returns None for a mail without words. Raises `NotAMail`."""
    end = _EMPTY_LINE.search(data)
    if (
        (end.start() if end else len(data)) > _MOST_HEADER
        or data.lower().count(b"boundary") > _MOST_BOUNDARIES
        or data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES
        or _LONG_FIELD.search(data)
    ):
        raise NotAMail
    try:
        message = email.message_from_bytes(data, _class=EmailMessage, policy=default)
        body = message.get_body(("html", "plain"))
        if body is None:
            return None
        payload = body.get_payload(decode=True)
        charset = str(body.get_content_charset("") or "")
        is_html = body.get_content_type() == "text/html"
    except (RecursionError, MessageError, LookupError, ValueError, AttributeError) as error:
        raise NotAMail from error
    content = decoded(payload if isinstance(payload, bytes) else b"", charset)
    return Mail(content, is_html, _subject(data[: end.start() if end else _MOST_HEADER]))


def decoded(data: bytes, charset: str = "") -> str:
    """Returns the text of a file: UTF-16 by its mark, UTF-8, the named charset, else Windows'."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    named = _META.search(data[:2048])
    for candidate in ("utf-8-sig", charset, named[1].decode("ascii") if named else ""):
        try:
            # To decode "punycode" and its like takes the square of the time.
            if codecs.lookup(candidate).name not in {"idna", "punycode", "unicode_escape"}:
                return data.decode(candidate)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def without_earlier_messages(content: str, *, is_html: bool) -> str | None:
    """Returns the author's own words, or None where nothing earlier follows them."""
    return _own_html(content) if is_html else _own_text(content)


def _own_text(text: str) -> str | None:
    lines = text.splitlines()
    own = "\n".join(line for line in lines if not line.lstrip().startswith(">"))
    if earlier := _EARLIER.search(own):
        own = own[: earlier.start()]
    is_cut = len(own.splitlines()) < len(lines)
    return own if is_cut and own.strip() else None


def _own_html(html: str) -> str | None:
    root, _is_cut = tree_of(html, whole=True)
    body = root.find("body")
    if body is None:
        return None
    is_cut = False
    for element in list(body.iter("*")):
        marks = {*element.get("class", "").lower().split(), element.get("id", "").lower()}
        is_cited = element.tag == "blockquote" and (element.get("type") or element.get("cite"))
        begins = element.tag in ("p", "div") and _EARLIER.match(_first_words(element))
        if begins or marks & _ENDS:
            _clear_after(element, body)
        if begins or is_cited or marks & (_QUOTES | _ENDS):
            is_cut = True
            tail = element.tail
            element.clear()
            element.tag, element.tail = "span", tail
    has_words = any(str(text).strip() for text in body.itertext())
    return etree.tostring(root, encoding="unicode", method="html") if is_cut and has_words else None


def _first_words(element: Element) -> str:
    texts = (" ".join(str(text).split()) for text in islice(element.itertext(), 12))
    return "\n".join(filter(None, texts))[:500].replace(":\n", ": ")


def _clear_after(node: Element, body: Element) -> None:
    while node is not body and (parent := node.getparent()) is not None:
        for sibling in list(node.itersiblings()):
            parent.remove(sibling)
        node.tail = None
        node = parent


def _subject(header: bytes) -> str:
    found = _SUBJECT.search(header)
    try:
        written = found[1].decode("utf-8", "replace") if found else ""
        return str(make_header(decode_header(written.strip())))
    except (ValueError, LookupError, MessageError):
        return ""
