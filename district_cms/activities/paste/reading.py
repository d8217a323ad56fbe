"""What a pasted message says: title, text, the days that it names. Nothing of it is fetched.

Words are kept, formatting goes through the list of what the editor offers. Far more than a message
is refused before it is parsed, so that no paste keeps the server busy.
"""

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import PurePath
from typing import Any, Final, Literal

from lxml import etree

from district_cms.checks.accessibility.parsing import is_too_large
from district_cms.schools.richtext.editor import repaired
from district_cms.schools.richtext.markup import BLOCKS, LISTS, fill, items_of, parsed, written
from district_cms.web.typed_dates.meaning import TypedDateError, read_day

from .layout import MARKED, Table, read_layout, words_of_table
from .mail import NotAMail, decoded, read_mail, without_earlier_messages

type Kind = Literal["empty", "large", "long", "unreadable"]

MOST_BYTES: Final = 5_000_000
"""What a file holds at most: a mail has its pictures within."""
MOST_CHARACTERS: Final = 100_000
"""Of words and formatting, without the bytes of pictures."""
LONGEST_TITLE: Final = 120
MOST_DAYS: Final = 6
MOST_READ: Final = 40
"""Of a text with more days than that only the first ones are read: each takes a moment."""

# The bytes of a picture within the page, and what nobody reads.
_PICTURE_BYTES: Final = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=%\s]*+")
_PICTURE: Final = re.compile(r"<img(?=[\s/>])", re.IGNORECASE)
# Layout of mails: what stands by itself there is a paragraph of its own here. A tag ends where the
# next one begins, so that each is read once.
_BOX: Final = re.compile(
    r"<(/?)(?:div|td|th|tr|table|section|article|header|footer|blockquote|center|pre|dl|dt|dd|details"
    r"|summary|figure|figcaption|main|nav|aside|address)"
    r"(?=[\s/>])[^<>]*+>",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"<(/?)h([1-6])(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^<>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)
_HEADED: Final = re.compile(r"<h2>([^<]{1,500})</h2>")
_EMPTY: Final = re.compile(r"<(p|h2|h3|h4|li|ul|ol)(?: [^<>]*+)?>(?:\s|<br>|<br/>|&nbsp;)*+</\1>")
_HOLLOW: Final = re.compile(r"<(b|strong|i|em|span)(?: [^<>]*+)?></\1>")
_LINK_TO_NOTHING: Final = re.compile(r"<a>([^<>]*+)</a>")
_TAG: Final = re.compile(r"<[^<>]*+>")
# A table where it stood, whatever was laid around it.
_TABLE: Final = re.compile(
    rf"<p>(?:<(?:b|strong|i|em|span)(?: [^<>]*+)?>)*+{MARKED.pattern}(?:</[a-z]++>)*?</p>"
)
# Not every "<": an address in angle brackets is plain text.
_MARKUP: Final = re.compile(
    r"<!--|<!doctype|<\?xml|</?(?:html|head|body|meta|style|div|span|p|br|table|tbody|tr|td|a|b|i|u|em"
    r"|strong|font|img|center|h[1-6]|ul|ol|li|hr|small|blockquote|pre|o:p)(?:[\s/>]|$)",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(r"<head(?=[\s/>]).*?</head>", re.IGNORECASE | re.DOTALL)
_FORWARDED: Final = re.compile(r"\s*fwd?\s*:", re.IGNORECASE)
_REPLY: Final = re.compile(r"^(?:(?:re|fwd?|fw)\s*:\s*)+", re.IGNORECASE)
_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\.?,? )?"
    rf"\b(?P<day>(?:{_MONTHS})\.? \d{{1,2}}\b(?!\d)(?:,? 20\d\d\b)?"
    r"|\d{1,2}/\d{1,2}\b(?:/20\d\d\b)?)",
    re.IGNORECASE,
)
FARTHEST: Final = dt.timedelta(days=300)
"""A day without a year that is farther away was one of the past, as far as one can tell."""


class NotReadable(Exception):
    """It has no words ("empty"), is too "large" or "long", or no mail, page or text."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Pasted:
    """`parts` are blocks by their type: "prose" is HTML as the editor stores it, "table" a table.
    `pictures` were left out: each needs a description, and answers about the people in it. So were
    earlier messages below (`quotes`)."""

    title: str
    parts: tuple[tuple[str, Any], ...]
    pictures: int
    days: tuple[dt.date, ...]
    quotes: bool = False


def read_file(data: bytes, name: str, *, today: dt.date) -> Pasted:
    """Of a mail (.eml) or a page (.html, .txt). Raises `NotReadable`."""
    if len(data) > MOST_BYTES:
        raise NotReadable("large")
    if PurePath(name).suffix.lower() != ".eml":
        return read_paste(decoded(data), today=today)
    try:
        mail = read_mail(data)
    except NotAMail as error:
        raise NotReadable("unreadable") from error
    if mail is None:
        raise NotReadable("empty")
    return _read(mail.content, is_html=mail.is_html, title=mail.subject, today=today)


def read_paste(content: str, *, today: dt.date, title: str = "") -> Pasted:
    """Of text or HTML, whichever it is. Raises `NotReadable`."""
    return _read(content, is_html=_MARKUP.search(content) is not None, title=title, today=today)


def _read(content: str, *, is_html: bool, title: str, today: dt.date) -> Pasted:
    content = _PICTURE_BYTES.sub("data:,", content)
    if len(content) > MOST_CHARACTERS or (is_html and is_too_large(content)):
        raise NotReadable("long")
    if "\0" in content:
        raise NotReadable("unreadable")
    own = None if _FORWARDED.match(title) else without_earlier_messages(content, is_html=is_html)
    whole, content = content, content if own is None else own
    text, tables = _from_html(content) if is_html else (_from_text(content), [])
    said = MARKED.sub(lambda mark: html.escape(words_of_table(tables[int(mark[1])])), text)
    plain = " ".join(html.unescape(_TAG.sub(" ", said)).split())
    if not plain:
        raise NotReadable("empty")
    title = _title(title or _said_title(whole, text) if is_html else title, plain)
    return Pasted(
        title=title,
        parts=tuple(_parts(_without_title(text, title), tables)),
        pictures=len(_PICTURE.findall(content)) if is_html else 0,
        days=_days(plain, today),
        quotes=own is not None,
    )


def _parts(text: str, tables: list[Table]) -> Iterator[tuple[str, Any]]:
    for at, piece in enumerate(_TABLE.split(text)):
        if at % 2:
            yield "table", tables[int(piece)]
        elif piece:
            # One that stands within something else stays as its words.
            words = MARKED.sub(
                lambda mark: html.escape(words_of_table(tables[int(mark[1])])), piece
            )
            yield "prose", words


def _without_title(text: str, title: str) -> str:
    """What became the title is not said again as the first heading."""
    heading = _HEADED.match(text)
    rest = text[heading.end() :] if heading else ""
    return rest if heading and html.unescape(heading[1]) == title and rest else text


def _from_html(content: str) -> tuple[str, list[Table]]:
    # What a page says of itself is no part of what it says.
    content, tables = read_layout(_HEAD.sub("", content, count=1))
    content = _BOX.sub(r"<\1p>", content)
    content = _HEADING.sub(lambda tag: f"<{tag[1]}h{min(max(int(tag[2]), 2), 4)}>", content)
    text = _LINK_TO_NOTHING.sub(r"\1", _in_paragraphs(repaired(content)))
    # A box within a box leaves an empty paragraph around it.
    return _EMPTY.sub("", _HOLLOW.sub("", text)).strip(), tables


def _in_paragraphs(text: str) -> str:
    """Words that stand in no block, after a box that was closed, get one of their own."""
    around = parsed(text)
    found: list[Any] = []
    for is_block, run in groupby(items_of(around), key=_is_block):
        items = list(run)
        if not is_block:
            paragraph = etree.Element("p")
            fill(paragraph, items)
            items = [paragraph]
        found += items
    fill(around, found)
    return written(around)


def _is_block(item: Any) -> bool:
    return not isinstance(item, str) and item.tag in BLOCKS | LISTS


def _from_text(content: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n", content.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (
        "<br/>".join(html.escape(line.strip(), quote=False) for line in each.strip().split("\n"))
        for each in paragraphs
        if each.strip()
    )
    return repaired("".join(f"<p>{each}</p>" for each in lines))


def _said_title(content: str, text: str) -> str:
    found = _TITLE.search(content) or _HEADED.search(text)
    return html.unescape(found[1]) if found else ""


def _title(said: str, plain: str) -> str:
    """What it calls itself, else its first sentence."""
    title = " ".join(_REPLY.sub("", _printable(said).strip()).split())
    if not title:
        title = re.split(r"(?<=[.!?])\s", plain[: LONGEST_TITLE * 2], maxsplit=1)[0]
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _printable(said: str) -> str:
    """Without what no title holds: control characters and halves of characters."""
    return "".join(
        each for each in said if each.isspace() or unicodedata.category(each) not in {"Cc", "Cs"}
    )


def _days(plain: str, today: dt.date) -> tuple[dt.date, ...]:
    """The days that the text seems to name, from today on, in order: they may be events."""
    found = set()
    for match in islice(_DAY.finditer(plain), MOST_READ):
        try:
            day = read_day(match["day"].replace(".", ""), today=today)
        except TypedDateError:
            continue
        weekday = match["weekday"]
        # "Fri, Nov 20" in a week after it is over: the weekday says that the next one is not meant.
        if weekday and _WEEKDAYS[day.weekday()] != weekday.lower():
            continue
        if today <= day <= today + FARTHEST:
            found.add(day)
    return tuple(sorted(found)[:MOST_DAYS])
