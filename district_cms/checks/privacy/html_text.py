"""Text and tables of HTML, also of attributes, addresses and file names."""

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


_ADDRESSES: Final = etree.XPath("//@href | //@src | //@data | //@poster | //@action | //@cite")
_VALUES: Final = etree.XPath(
    "//@value | //@placeholder | //@content | //@label | //@download"
    " | //@*[starts-with(name(), 'data-') and name() != 'data-block-key']"  # Wagtail's, at random
)
# What scripts and style sheets show by such an attribute says so by its name.
_SHOWN: Final = frozenset(
    {
        *("after", "alt", "author", "before", "caption", "comment", "content", "desc"),
        *("description", "footer", "header", "heading", "hint", "label", "message", "name", "note"),
        *("notes", "placeholder", "subject", "subtitle", "summary", "text", "tip", "title"),
        *("tooltip", "value"),
    }
)
_OF_MACHINES: Final = frozenset(
    {
        *("action", "class", "controller", "guid", "hash", "href", "id", "ids", "index", "key"),
        *("keys", "nonce", "ref", "slug", "src", "srcset", "target", "token", "type", "url"),
        "uuid",
    }
)
_WORDS_APART: Final = re.compile(r"[^\W\d_]{2}[^\W\d_'’.,-]*[.,:;!?]* +\W?[^\W\d_]{2}")
_PART_OF_NAME: Final = re.compile(r"[a-z0-9]+")
# Letters and digits in one: "y841e", "3f2c-91ab".
_RANDOM: Final = re.compile(r"(?=\S*[0-9])(?=\S*[^\W\d_])[\w-]+")
_MARKS_ODD_PLACES: Final = ("value=", "placeholder=", "content=", "label=", "download=", "data-")
_BETWEEN_WORDS: Final = re.compile(r"[-_+.]+|(?<=[a-z])(?=[A-Z])")
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
_WITH_DIGIT: Final = re.compile(r"[^\W_]{0,20}[0-9][^\W_]{0,20}")
# A social security number, whose parts are no words.
_SOCIAL_SECURITY: Final = re.compile(r"\b([0-9]{3}) ([0-9]{2}) ([0-9]{4})\b")
_LONGEST: Final = 2_000
_SHORT: Final = 60


def text_of_attributes(root: etree._Element, html: str) -> str:
    """Return the words of a tree that stand in such places, one line each. `html` is its source."""
    lines: list[str] = []
    source = html.lower()
    if "href" in source or "src" in source or "data" in source:
        # What is linked again and again is read once.
        addresses = {str(one): one.getparent() for one in cast("list[Any]", _ADDRESSES(root))}
        for address, element in addresses.items():
            lines.extend(_of_address(address, partial(_text_of, element)))
    if any(mark in source for mark in _MARKS_ODD_PLACES):
        lines.extend(_of_values(root))
    if "<!--" in source:
        lines.extend(str(comment.text) for comment in _comments(root))
    return "\n".join(lines)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    # An XPath for them takes half a minute where there are a hundred thousand.
    yield from root.itersiblings(etree.Comment, preceding=True)
    yield from root.iter(etree.Comment)
    yield from root.itersiblings(etree.Comment)


def words_of_file(said: str) -> str:
    """Return the name or title of a file as words; where all is small, capitals begin names."""
    words = " ".join(_BETWEEN_WORDS.sub(" ", said).split())
    words = _SOCIAL_SECURITY.sub(r"\1-\2-\3", words)
    is_small = _WITH_DIGIT.sub("", words).islower()
    return in_capitals(words, but=kinds.may_begin_phrase) if is_small else words


def words_of_address(address: str, called: str = "") -> list[str]:
    """Return the lines that an address says: what it asks for, what file it names, and that file
    beside the words `called` of the link. Any string can be read."""
    return list(_of_address(address, lambda: called))


def _of_address(address: str, called: Callable[[], str]) -> Iterator[str]:
    try:
        parts = urlsplit(address[:_LONGEST])
        values = parse_qsl(parts.query) if parts.query else []
    except ValueError:  # brackets that hold no address of a host; a browser would not go there
        yield unquote(address[:_LONGEST])
        return
    if any(_WORDS.search(value) for _name, value in values):
        yield " ".join(f"{_BETWEEN_WORDS.sub(' ', name)} {value}" for name, value in values)
    if parts.scheme == "tel":
        yield f"{called()[:_SHORT]}{APART}{parts.path}"
    if parts.scheme in ("mailto", "tel", "javascript"):
        return
    path = unquote(parts.path)
    stem = PurePosixPath(path).name.rpartition(".")[0] if "." in path else ""
    words = words_of_file(stem)
    if not _WORDS.search(stem) and "-" not in words:
        return
    yield words
    if len(words) <= _SHORT and 0 < len(said := called()) <= _SHORT:
        yield f"{said}{APART}{words}"


def _text_of(element: etree._Element) -> str:
    """Return what a link or picture is called; "" if that is long, and so more than a name."""
    said = element.get("aria-label") or element.get("alt") or ""
    if not said:
        for text in element.itertext():
            said += str(text)
            if len(said) > _LONGEST:
                return ""
    return " ".join(said.split())


def _is_seen(name: str, value: str) -> bool:
    """Whether people may read the attribute: keys and ids are nobody's words. Where its name does
    not say so, words beside each other are read."""
    if not name.startswith("data-"):
        return True
    parts = _PART_OF_NAME.findall(name)
    if not _OF_MACHINES.isdisjoint(parts):
        return False
    if not _SHOWN.isdisjoint(parts):
        return _RANDOM.fullmatch(value.strip()) is None
    return _WORDS_APART.search(value) is not None and not any(map(_RANDOM.fullmatch, value.split()))


def _of_values(root: etree._Element) -> Iterator[str]:
    told: dict[Any, list[str]] = {}
    for value in cast("list[Any]", _VALUES(root)):
        if str(value).strip() and _is_seen(str(value.attrname), str(value)):
            told.setdefault(value.getparent(), []).append(str(value))
    for element, values in told.items():
        name = element.get("name", "")
        yield " ".join([_BETWEEN_WORDS.sub(" ", name), *values] if name else values)
