"""Extracts text and tables from HTML, and text from its attributes, addresses and file names."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from typing import Any, Final, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from ..accessibility.dom import BLOCK_TAGS
from ..accessibility.parsing import has_crowded_tag, tree_of
from . import kinds
from .naming.capitalized import in_capitals
from .naming.word_lists import ALL_FAMILY, ALL_GIVEN
from .normalizing import fold
from .passages import LINE_SEPARATOR

Element = etree._Element

_NOT_READ: Final = frozenset({"script", "style"})
_LINE_BREAKS: Final = BLOCK_TAGS | {"br"}
_TEXT_ATTRIBUTES: Final = ("alt", "title", "aria-label", "aria-description", "summary")
_ATTRIBUTE_PATHS: Final = {name: etree.XPath(f"//*/@{name}") for name in _TEXT_ATTRIBUTES}
_ATTRIBUTES_IN_SOURCE: Final = tuple((name, name.encode()) for name in _TEXT_ATTRIBUTES)
_TAG: Final = re.compile(r"<[^<>]*>")
_PLAIN_TAG: Final = re.compile(r"[a-z][a-z0-9]*")

# Elements, each with its attributes that contain text.
_Attributes = tuple[tuple[str, tuple[str, ...]], ...]
# Every attribute of every element; some values may be blank.
_ALL_ATTRIBUTES: Final[_Attributes] = (("*", _TEXT_ATTRIBUTES),)
_MOST_ATTRIBUTE_TAGS: Final = 8
_MOST_SHEETS: Final = 64

_BREAK: Final = "<xsl:text>&#10;</xsl:text>"
_INSIDE: Final = "<xsl:apply-templates/>"
# Characters that are spaces in Python, but not in XPath.
_OTHER_SPACES: Final = "".join(
    f"&#{code};"
    for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
)

# Text in italics may be the title of a work; it then gets quotation marks.
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


# Puts the cells of a row on one line, whatever they contain.
_CELL_TEXT: Final = '<xsl:apply-templates mode="cell"/>'
_CELL: Final = f"{_CELL_TEXT}<xsl:text>{LINE_SEPARATOR}</xsl:text>"
_SPACE: Final = "<xsl:text> </xsl:text>"
_INLINE_TAGS: Final = "a|abbr|b|em|i|mark|s|small|span|strong|sub|sup|u"
_ROWS: Final = (
    f'<xsl:template match="td|th">{_CELL}</xsl:template>',
    f'<xsl:template match="dt">{_BREAK}{_CELL}</xsl:template>',
    f'<xsl:template match="dd">{_CELL_TEXT}{_BREAK}</xsl:template>',
    f'<xsl:template match="*" mode="cell">{_SPACE}{_CELL_TEXT}{_SPACE}</xsl:template>',
    f'<xsl:template match="{_INLINE_TAGS}" mode="cell">{_CELL_TEXT}</xsl:template>',
    f'<xsl:template match="text()" mode="cell">{_ONE_LINE}</xsl:template>',
    '<xsl:template match="script|style" mode="cell"/>',
)


class _Sheets(threading.local):
    """The style sheets of one thread: libxslt does not share them between threads."""

    def __init__(self) -> None:
        self.known: dict[tuple[_Attributes, bool, bool, bool, bool], etree.XSLT] = {}

    def get(
        self,
        attributes: _Attributes,
        *,
        has_lines: bool,
        has_titles: bool = False,
        without_tables: bool = False,
        in_rows: bool = False,
    ) -> etree.XSLT:
        key = (attributes, has_lines, has_titles, without_tables, in_rows)
        if key not in self.known:
            if len(self.known) >= _MOST_SHEETS:
                self.known.clear()
            templates = _templates(attributes, has_lines=has_lines, has_titles=has_titles)
            if without_tables:  # the last template for an element counts
                templates.append(_template("table", _BREAK))
            if in_rows:
                templates.extend(_ROWS)
            self.known[key] = etree.XSLT(etree.XML(_sheet(templates)))
        return self.known[key]


_sheets: Final = _Sheets()


def parse(html: str) -> tuple[Element, bool]:
    """Return the tree of the HTML, and whether it was cut off.

    HTML is cut off if it is nested too deeply, or if a tag has so many attributes that the parser
    would take minutes.
    """
    if has_crowded_tag(html):
        return tree_of("")[0], True
    return tree_of(html)


def text_in(root: Element, html: str) -> tuple[str, str]:
    """Return the text of a tree twice: unchanged, and with possible titles of works in quotation
    marks.

    Each paragraph, item, cell and picture is one line. The second text is "" if it has no titles.
    `html` is the source of the tree.
    """
    source = html.encode("utf-8", "replace").lower()
    names = [name for name, encoded in _ATTRIBUTES_IN_SOURCE if encoded in source]
    has_titles = any(tag in source for tag in _TITLE_TAGS)
    sheet = _sheets.get(_attributes_of(root, names), has_lines="\n" in html, has_titles=has_titles)
    text = str(sheet(root))
    if not has_titles:
        return text, ""
    plain = quoted = text
    for mark in _MARKS:
        quoted = (_TITLE.sub(_quoted, quoted) if mark in quoted else quoted).replace(mark, "")
        plain = plain.replace(mark, "")
    return plain, quoted if quoted != plain else ""


def without_tags(html: str) -> str:
    """Return the text of HTML that is nested too deeply to parse, one line for each tag."""
    return unescape(_TAG.sub("\n", html))


def tables_in(root: Element) -> Iterator[list[list[str]]]:
    """Yield each table as rows of texts; a nested table is a table of its own."""
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
    if next(cell.iterdescendants(*_LINE_BREAKS), None) is not None:
        return str(_sheets.get((), has_lines=True)(cell))
    return "".join(map(str, cell.itertext()))


def _attributes_of(root: Element, names: Iterable[str]) -> _Attributes:
    by_tag: dict[str, tuple[str, ...]] = {}
    for name in names:
        tags = set()
        for value in cast("list[Any]", _ATTRIBUTE_PATHS[name](root)):
            if value.strip():
                tags.add(value.getparent().tag)
            elif value:
                return _ALL_ATTRIBUTES
        for tag in tags:
            by_tag[tag] = (*by_tag.get(tag, ()), name)
    if len(by_tag) > _MOST_ATTRIBUTE_TAGS or not all(_PLAIN_TAG.fullmatch(tag) for tag in by_tag):
        return _ALL_ATTRIBUTES
    return tuple(sorted(by_tag.items()))


def _quoted(title: re.Match[str]) -> str:
    """Return a title in quotation marks, but somebody's name unchanged."""
    before, words = title.groups()
    folded_words = {fold(word) for word in words.split()}
    is_name = not folded_words.isdisjoint(ALL_GIVEN) or not folded_words.isdisjoint(ALL_FAMILY)
    if len(folded_words) == 1 and _NAME_BEFORE.search(
        title.string, max(0, title.start() - _REACH), title.start()
    ):
        is_name = True  # "<b>Sahra</b> <em>Jama</em>"
    return before + (words if is_name else f"“{words}”")


def _templates(attributes: _Attributes, *, has_lines: bool, has_titles: bool) -> list[str]:
    line_breaks = "|".join(sorted(_LINE_BREAKS))
    text = _attribute_text(_TEXT_ATTRIBUTES, _NOT_BLANK) if attributes == _ALL_ATTRIBUTES else ""
    templates = [
        _template(line_breaks, f"{_BREAK}{text}{_INSIDE}{_BREAK}"),
        _template("*", f"{text}{_INSIDE}"),
        _template("|".join(sorted(_NOT_READ)), text),
    ]
    if has_titles:
        marked = f"{_MARKS[0]}{_INSIDE}{_MARKS[1]}"
        templates.append(_template("em|i|cite", f"{text}{marked}"))
    if has_lines:  # line breaks of the source end no sentence
        templates.append(_template("text()", _ONE_LINE))
        templates.append(_template("pre//text()|textarea//text()", _AS_IT_IS))
    for tag, names in attributes if attributes != _ALL_ATTRIBUTES else ():
        end = _BREAK if tag in _LINE_BREAKS else ""
        inside = "" if tag in _NOT_READ else _INSIDE
        templates.append(_template(tag, f"{end}{_attribute_text(names, _NOT_EMPTY)}{inside}{end}"))
    return templates


def _sheet(templates: Iterable[str]) -> str:
    return (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f'<xsl:output method="text"/>{"".join(templates)}</xsl:stylesheet>'
    )


def _template(match: str, content: str) -> str:
    return f'<xsl:template match="{match}">{content}</xsl:template>'


def _attribute_text(names: Iterable[str], condition: str) -> str:
    return "".join(
        f'<xsl:if test="{condition.format(name)}">'
        f'{_BREAK}<xsl:value-of select="@{name}"/>{_BREAK}</xsl:if>'
        for name in names
    )


_ADDRESSES: Final = etree.XPath("//@href | //@src | //@data | //@poster | //@action | //@cite")
_VALUES: Final = etree.XPath(
    "//@value | //@placeholder | //@content | //@label | //@download"
    " | //@*[starts-with(name(), 'data-') and name() != 'data-block-key']"  # Wagtail's random keys
)
# Data attributes with one of these in their name are shown by scripts and style sheets.
_DISPLAYED: Final = frozenset(
    {
        *("after", "alt", "author", "before", "caption", "comment", "content", "desc"),
        *("description", "footer", "header", "heading", "hint", "label", "message", "name", "note"),
        *("notes", "placeholder", "subject", "subtitle", "summary", "text", "tip", "title"),
        *("tooltip", "value"),
    }
)
_MACHINE_NAMES: Final = frozenset(
    {
        *("action", "class", "controller", "guid", "hash", "href", "id", "ids", "index", "key"),
        *("keys", "nonce", "ref", "slug", "src", "srcset", "target", "token", "type", "url"),
        "uuid",
    }
)
_TWO_WORDS: Final = re.compile(r"[^\W\d_]{2}[^\W\d_'’.,-]*[.,:;!?]* +\W?[^\W\d_]{2}")
_PART_OF_NAME: Final = re.compile(r"[a-z0-9]+")
# A word of letters and digits: "y841e", "3f2c-91ab".
_RANDOM: Final = re.compile(r"(?=\S*[0-9])(?=\S*[^\W\d_])[\w-]+")
_VALUE_ATTRIBUTES: Final = ("value=", "placeholder=", "content=", "label=", "download=", "data-")
_BETWEEN_WORDS: Final = re.compile(r"[-_+.]+|(?<=[a-z])(?=[A-Z])")
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
_WITH_DIGIT: Final = re.compile(r"[^\W_]{0,20}[0-9][^\W_]{0,20}")
# A social security number whose hyphens have become spaces.
_SOCIAL_SECURITY: Final = re.compile(r"\b([0-9]{3}) ([0-9]{2}) ([0-9]{4})\b")
_LONGEST: Final = 2_000
_SHORT: Final = 60


def text_of_attributes(root: etree._Element, html: str) -> str:
    """Return the text of a tree's addresses, values and comments, one on each line.

    `html` is the source of the tree.
    """
    lines: list[str] = []
    source = html.lower()
    if "href" in source or "src" in source or "data" in source:
        # Read repeated addresses once.
        addresses = {str(value): value.getparent() for value in cast("list[Any]", _ADDRESSES(root))}
        for address, element in addresses.items():
            lines.extend(_of_address(address, partial(_text_of, element)))
    if any(mark in source for mark in _VALUE_ATTRIBUTES):
        lines.extend(_of_values(root))
    if "<!--" in source:
        lines.extend(str(comment.text) for comment in _comments(root))
    return "\n".join(lines)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    # An XPath takes half a minute for a hundred thousand comments.
    yield from root.itersiblings(etree.Comment, preceding=True)
    yield from root.iter(etree.Comment)
    yield from root.itersiblings(etree.Comment)


def words_of_file(name: str) -> str:
    """Return the name or title of a file as words; in lower case, possible names get capitals."""
    words = " ".join(_BETWEEN_WORDS.sub(" ", name).split())
    words = _SOCIAL_SECURITY.sub(r"\1-\2-\3", words)
    is_small = _WITH_DIGIT.sub("", words).islower()
    return in_capitals(words, but=kinds.may_begin_phrase) if is_small else words


def words_of_address(address: str, link_text: str = "") -> list[str]:
    """Return the lines of text in an address: its query, its file name, and that file name beside
    the `link_text`. Reads any string."""
    return list(_of_address(address, lambda: link_text))


def _of_address(address: str, link_text: Callable[[], str]) -> Iterator[str]:
    try:
        parts = urlsplit(address[:_LONGEST])
        values = parse_qsl(parts.query) if parts.query else []
    except ValueError:  # brackets without a valid host; a browser would not go there
        yield unquote(address[:_LONGEST])
        return
    if any(_WORDS.search(value) for _name, value in values):
        yield " ".join(f"{_BETWEEN_WORDS.sub(' ', name)} {value}" for name, value in values)
    if parts.scheme == "tel":
        yield f"{link_text()[:_SHORT]}{LINE_SEPARATOR}{parts.path}"
    if parts.scheme in ("mailto", "tel", "javascript"):
        return
    path = unquote(parts.path)
    stem = PurePosixPath(path).name.rpartition(".")[0] if "." in path else ""
    words = words_of_file(stem)
    if not _WORDS.search(stem) and "-" not in words:
        return
    yield words
    if len(words) <= _SHORT and 0 < len(text := link_text()) <= _SHORT:
        yield f"{text}{LINE_SEPARATOR}{words}"


def _text_of(element: etree._Element) -> str:
    """Return the text of a link or picture, or "" if it is too long for a name."""
    text = element.get("aria-label") or element.get("alt") or ""
    if not text:
        for part in element.itertext():
            text += str(part)
            if len(text) > _LONGEST:
                return ""
    return " ".join(text.split())


def _is_readable(name: str, value: str) -> bool:
    """True if people may read the value of an attribute. Keys and ids do not count; if the name of
    a data attribute does not decide, the value must have several words."""
    if not name.startswith("data-"):
        return True
    parts = _PART_OF_NAME.findall(name)
    if not _MACHINE_NAMES.isdisjoint(parts):
        return False
    if not _DISPLAYED.isdisjoint(parts):
        return _RANDOM.fullmatch(value.strip()) is None
    return _TWO_WORDS.search(value) is not None and not any(map(_RANDOM.fullmatch, value.split()))


def _of_values(root: etree._Element) -> Iterator[str]:
    by_element: dict[Any, list[str]] = {}
    for value in cast("list[Any]", _VALUES(root)):
        if str(value).strip() and _is_readable(str(value.attrname), str(value)):
            by_element.setdefault(value.getparent(), []).append(str(value))
    for element, values in by_element.items():
        name = element.get("name", "")
        yield " ".join([_BETWEEN_WORDS.sub(" ", name), *values] if name else values)
