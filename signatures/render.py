"""Signature HTML and text from approved parts. Pure.

Only what every mail program shows: paragraphs, `style` attributes, whole pixel sizes on pictures;
no table, no color, no background, no class (docs/adr/0015). Readable with pictures off. The HTML is
ASCII with character references, so that clipboard, files and administrators' scripts have the same
bytes and checksum, whatever encoding a program assumes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import groupby
from math import ceil
from typing import Final
from urllib.parse import quote

from .policy import STANDARD, Block, LogoImage, Parts, check_complete, check_length

FAMILY: Final = "font-family:Arial,Helvetica,sans-serif;font-size:14px;"
FONT: Final = f"{FAMILY}line-height:20px;"
SPACE_WIDTH: Final = 3.8
"""CSS pixels, a little less than the width of a space in this font."""
MARGIN: Final = "margin:0 0 8px 0;"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as HTML and as text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    html: str
    text: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the HTML, hexadecimal; identifies the signature."""
        return sha256(self.html.encode()).hexdigest()


def render_signature(parts: Parts, blocks: tuple[Block, ...] = STANDARD) -> Signature:
    """Renders a signature. Raises `SignatureIncomplete` or `SignatureTooLong`; see `policy`.

    Consecutive blocks of single lines form one paragraph."""
    check_complete(parts.record, blocks)
    html: list[str] = []
    text: list[str] = []
    filled = ((block, list(_LINES[block](parts))) for block in blocks)
    for name, group in groupby((each for each in filled if each[1]), key=_paragraph):
        lines = [line for _block, block_lines in group for line in block_lines]
        if name == Block.LOGOS:
            html.append(_in_a_row(parts.logos, lines))
            continue
        if name == Block.STATEMENTS:
            html += [line.html for line in lines]
        else:
            html.append(f'<p style="{MARGIN}{FONT}">{"<br>".join(line.html for line in lines)}</p>')
        if text and name in _OWN_PARAGRAPH:
            text.append("")
        text += [line.text for line in lines]
    whole = "".join(html).encode("ascii", "xmlcharrefreplace").decode()
    check_length(whole)
    return Signature(html=whole, text="\n".join(text) + "\n")


def _paragraph(filled: tuple[Block, list[Line]]) -> str:
    block = filled[0]
    return block if block in _OWN_PARAGRAPH or block == Block.LOGOS else "lines"


def _name(parts: Parts) -> Iterator[Line]:
    if name := one_line(parts.record.name):
        yield Line(f'<b style="font-size:16px;">{escape(name)}</b>', name)


def _title(parts: Parts) -> Iterator[Line]:
    yield from _plain(parts.record.title)


def _place(parts: Parts) -> Iterator[Line]:
    schools = " / ".join(place.school for place in parts.record.places if place.school)
    yield from _plain(", ".join(part for part in (schools, parts.record.organization) if part))


def _address(parts: Parts) -> Iterator[Line]:
    """Yields each school's address: with the school's name if there are several, once if two
    schools share it."""
    places = {place.address: place for place in parts.record.places if place.address}
    for address, place in places.items():
        text = f"{place.school}: {address}" if len(places) > 1 and place.school else address
        yield from _plain(text)


def _phone(parts: Parts) -> Iterator[Line]:
    """Yields the phones; several are prefixed with their schools."""
    for phone in parts.record.phones:
        if number := one_line(phone.number):
            visible = escape(number)
            linked = f'<a href="{escape(phone.link)}">{visible}</a>' if phone.link else visible
            whose = f"{one_line(phone.of)}: " if phone.of else ""
            yield Line(escape(whose) + linked, whose + number)


def _email(parts: Parts) -> Iterator[Line]:
    if email := one_line(parts.record.email):
        address = escape(quote(email, safe="@+'"))
        yield Line(f'<a href="mailto:{address}">{escape(email)}</a>', email)


def _credentials(parts: Parts) -> Iterator[Line]:
    for label in parts.credentials:
        yield from _plain(label)


def _statements(parts: Parts) -> Iterator[Line]:
    for each in parts.statements:
        sentence = f"{one_line(each.heading)}: {one_line(each.text)}"
        lang = "" if each.language == "en" else f' lang="{escape(each.language)}"'
        yield Line(f'<p{lang} style="{MARGIN}{FONT}">{escape(sentence)}</p>', sentence)


def _quote(parts: Parts) -> Iterator[Line]:
    if parts.quote:
        text, author = one_line(parts.quote.text), one_line(parts.quote.author)
        line = f"“{text.strip('“”"')}” – {author}"
        yield Line(escape(line), line)


def _logos(parts: Parts) -> Iterator[Line]:
    for logo in parts.logos:
        width, height = logo.display_size()
        yield Line(
            f'<img src="{escape(logo.url)}" alt="{escape(one_line(logo.description))}"'
            f' width="{width}" height="{height}"'
            f' style="width:{width}px;height:{height}px;border:0;">',
            "",
        )


def _in_a_row(logos: Sequence[LogoImage], lines: Sequence[Line]) -> str:
    """Puts the logos side by side with their owners' clear space. Between two logos it consists of
    no-break spaces, which every mail program keeps, and one normal space, at which the row can
    wrap."""
    space = max(logo.clear_space for logo in logos)
    between = "&nbsp;" * max(1, ceil(space / SPACE_WIDTH)) + " "
    above = f"{space}px 0" if space else "0"
    row = between.join(line.html for line in lines)
    return f'<p style="margin:{above};{FAMILY}">{row}</p>'


def _plain(value: str) -> Iterator[Line]:
    if value := one_line(value):
        yield Line(escape(value), value)


def one_line(value: str) -> str:
    """Collapses line breaks and repeated spaces."""
    return " ".join(value.split())


_LINES: Final[dict[Block, Callable[[Parts], Iterator[Line]]]] = {
    Block.NAME: _name,
    Block.TITLE: _title,
    Block.PLACE: _place,
    Block.ADDRESS: _address,
    Block.PHONE: _phone,
    Block.EMAIL: _email,
    Block.CREDENTIALS: _credentials,
    Block.STATEMENTS: _statements,
    Block.QUOTE: _quote,
    Block.LOGOS: _logos,
}
_OWN_PARAGRAPH: Final = {Block.STATEMENTS, Block.QUOTE}
"""Blocks that form their own paragraphs."""
