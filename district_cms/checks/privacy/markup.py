"""The text of a fragment of HTML, hidden words included: what is in the source is published.

The text is put together by a small style sheet: libxslt walks a tree many times faster than Python.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, Final, cast

from lxml import etree

from ..accessibility.dom import BLOCK_TAGS
from ..accessibility.parsing import has_crowded_tag, tree_of
from .naming.word_lists import ALL_FAMILY, ALL_GIVEN
from .normalizing import fold
from .passages import APART

Element = etree._Element

_NOT_READ: Final = frozenset({"script", "style"})
_APART: Final = BLOCK_TAGS | {"br"}
_SAID_BY_ATTRIBUTES: Final = ("alt", "title", "aria-label", "aria-description", "summary")
_SAYING: Final = {name: etree.XPath(f"//*/@{name}") for name in _SAID_BY_ATTRIBUTES}
_SAID_IN_SOURCE: Final = tuple((name, name.encode()) for name in _SAID_BY_ATTRIBUTES)
_TAG: Final = re.compile(r"<[^<>]*>")
_PLAIN_TAG: Final = re.compile(r"[a-z][a-z0-9]*")

# Which attributes are said of which elements.
_Sayings = tuple[tuple[str, tuple[str, ...]], ...]
# Any of any element, of which some may be blank.
_ALL_SAYINGS: Final[_Sayings] = (("*", _SAID_BY_ATTRIBUTES),)
_MOST_SAYING_TAGS: Final = 8
_MOST_SHEETS: Final = 64

_BREAK: Final = "<xsl:text>&#10;</xsl:text>"
_INSIDE: Final = "<xsl:apply-templates/>"
# What is a space to Python, and not to XPath.
_OTHER_SPACES: Final = "".join(
    f"&#{code};"
    for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
)

# What stands in italics may be the title of a work, and is then put in quotation marks.
_MARKS: Final = ("\ue000", "\ue001")
_TITLE: Final = re.compile(
    f"{_MARKS[0]}( ?)([^\\W\\d_a-z][^{_MARKS[0]}{_MARKS[1]}\\n]{{2,60}}){_MARKS[1]}(?!\\w)"
)
_NAME_BEFORE: Final = re.compile(r"\b[^\W\d_a-z][a-z'-]+ ?$")
_REACH: Final = 30
_TITLE_TAGS: Final = (b"<i>", b"<i ", b"<em", b"<cite")

_ONE_LINE: Final = """<xsl:value-of select="translate(., '&#10;', ' ')"/>"""
_AS_IT_IS: Final = '<xsl:value-of select="."/>'
_NOT_EMPTY: Final = "@{} != ''"
_NOT_BLANK: Final = f"normalize-space(translate(@{{}}, '{_OTHER_SPACES}', ''))"


# The cells of a row in one line, whatever stands in them.
_OF_CELL: Final = '<xsl:apply-templates mode="cell"/>'
_CELL: Final = f"{_OF_CELL}<xsl:text>{APART}</xsl:text>"
_SPACE: Final = "<xsl:text> </xsl:text>"
_OF_WORDS: Final = "a|abbr|b|em|i|mark|s|small|span|strong|sub|sup|u"
_ROWS: Final = (
    f'<xsl:template match="td|th">{_CELL}</xsl:template>',
    f'<xsl:template match="dt">{_BREAK}{_CELL}</xsl:template>',
    f'<xsl:template match="dd">{_OF_CELL}{_BREAK}</xsl:template>',
    f'<xsl:template match="*" mode="cell">{_SPACE}{_OF_CELL}{_SPACE}</xsl:template>',
    f'<xsl:template match="{_OF_WORDS}" mode="cell">{_OF_CELL}</xsl:template>',
    f'<xsl:template match="text()" mode="cell">{_ONE_LINE}</xsl:template>',
    '<xsl:template match="script|style" mode="cell"/>',
)


class _Sheets(threading.local):
    """The style sheets of a thread: libxslt lends none to another."""

    def __init__(self) -> None:
        self.known: dict[tuple[_Sayings, bool, bool, bool, bool], etree.XSLT] = {}

    def get(
        self,
        sayings: _Sayings,
        *,
        has_lines: bool,
        has_titles: bool = False,
        without_tables: bool = False,
        in_rows: bool = False,
    ) -> etree.XSLT:
        key = (sayings, has_lines, has_titles, without_tables, in_rows)
        if key not in self.known:
            if len(self.known) >= _MOST_SHEETS:
                self.known.clear()
            templates = _templates(sayings, has_lines=has_lines, has_titles=has_titles)
            if without_tables:  # of two templates the last one is taken
                templates.append(_template("table", _BREAK))
            if in_rows:
                templates.extend(_ROWS)
            self.known[key] = etree.XSLT(etree.XML(_sheet(templates)))
        return self.known[key]


_sheets: Final = _Sheets()


def parse(html: str) -> tuple[Element, bool]:
    """Return the tree of the HTML, and whether it is cut off: nested too deeply, or with a tag of
    so many attributes that the parser would take minutes."""
    if has_crowded_tag(html):
        return tree_of("")[0], True
    return tree_of(html)


def text_in(root: Element, html: str) -> tuple[str, str]:
    """Return the words of a tree, one line for each paragraph, item, cell or picture; and the same
    with what may be titles of works in quotation marks, "" where there are none.

    `html` is what the tree was made of.
    """
    source = html.encode("utf-8", "replace").lower()
    names = [name for name, encoded in _SAID_IN_SOURCE if encoded in source]
    has_titles = any(tag in source for tag in _TITLE_TAGS)
    sheet = _sheets.get(_sayings(root, names), has_lines="\n" in html, has_titles=has_titles)
    text = str(sheet(root))
    if not has_titles:
        return text, ""
    plain = quoted = text
    for mark in _MARKS:
        quoted = (_TITLE.sub(_quoted, quoted) if mark in quoted else quoted).replace(mark, "")
        plain = plain.replace(mark, "")
    return plain, quoted if quoted != plain else ""


def text_outside_tables(root: Element, html: str) -> str:
    """Return the words of a tree as `text_in` does, with a line that is blank for each table."""
    return str(_sheets.get((), has_lines="\n" in html, without_tables=True)(root))


def text_in_rows(root: Element) -> str:
    """Return the words of a tree as `text_in` does, but with one line for each row of a table and
    each term with what explains it, whose cells stand apart in it."""
    return str(_sheets.get((), has_lines=True, in_rows=True)(root))


def without_tags(html: str) -> str:
    """Return the words of HTML whose nesting is too deep to be read, one line for each tag."""
    return unescape(_TAG.sub("\n", html))


def tables_in(root: Element) -> Iterator[list[list[str]]]:
    """Yield the tables as rows of texts; an inner table is a table of its own."""
    for table in root.iter("table"):
        yield [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in _rows(table)]


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _cell(cell: Element) -> str:
    if not len(cell):
        return cell.text or ""
    if next(cell.iterdescendants(*_APART), None) is not None:
        return str(_sheets.get((), has_lines=True)(cell))
    return "".join(map(str, cell.itertext()))


def _sayings(root: Element, names: Iterable[str]) -> _Sayings:
    said: dict[str, tuple[str, ...]] = {}
    for name in names:
        tags = set()
        for value in cast("list[Any]", _SAYING[name](root)):
            if value.strip():
                tags.add(value.getparent().tag)
            elif value:
                return _ALL_SAYINGS
        for tag in tags:
            said[tag] = (*said.get(tag, ()), name)
    if len(said) > _MOST_SAYING_TAGS or not all(_PLAIN_TAG.fullmatch(tag) for tag in said):
        return _ALL_SAYINGS
    return tuple(sorted(said.items()))


def _quoted(title: re.Match[str]) -> str:
    """Return a title in quotation marks, and the name of somebody as it is."""
    before, said = title.groups()
    words = {fold(word) for word in said.split()}
    is_name = not words.isdisjoint(ALL_GIVEN) or not words.isdisjoint(ALL_FAMILY)
    if len(words) == 1 and _NAME_BEFORE.search(
        title.string, max(0, title.start() - _REACH), title.start()
    ):
        is_name = True  # "<b>Sahra</b> <em>Jama</em>"
    return before + (said if is_name else f"“{said}”")


def _templates(sayings: _Sayings, *, has_lines: bool, has_titles: bool) -> list[str]:
    apart = "|".join(sorted(_APART))
    told = _told(_SAID_BY_ATTRIBUTES, _NOT_BLANK) if sayings == _ALL_SAYINGS else ""
    templates = [
        _template(apart, f"{_BREAK}{told}{_INSIDE}{_BREAK}"),
        _template("*", f"{told}{_INSIDE}"),
        _template("|".join(sorted(_NOT_READ)), told),
    ]
    if has_titles:
        marked = f"{_MARKS[0]}{_INSIDE}{_MARKS[1]}"
        templates.append(_template("em|i|cite", f"{told}{marked}"))
    if has_lines:  # where a line of the source ends, a sentence goes on
        templates.append(_template("text()", _ONE_LINE))
        templates.append(_template("pre//text()|textarea//text()", _AS_IT_IS))
    for tag, names in sayings if sayings != _ALL_SAYINGS else ():
        end = _BREAK if tag in _APART else ""
        inside = "" if tag in _NOT_READ else _INSIDE
        templates.append(_template(tag, f"{end}{_told(names, _NOT_EMPTY)}{inside}{end}"))
    return templates


def _sheet(templates: Iterable[str]) -> str:
    return (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f'<xsl:output method="text"/>{"".join(templates)}</xsl:stylesheet>'
    )


def _template(match: str, content: str) -> str:
    return f'<xsl:template match="{match}">{content}</xsl:template>'


def _told(names: Iterable[str], condition: str) -> str:
    return "".join(
        f'<xsl:if test="{condition.format(name)}">'
        f'{_BREAK}<xsl:value-of select="@{name}"/>{_BREAK}</xsl:if>'
        for name in names
    )
