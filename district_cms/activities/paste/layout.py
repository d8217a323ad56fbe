"""What Word, Google Docs and mail programs mean by their markup: lists, tables, what is hidden.

The tree is read before the editor's list of tags is applied. The form of an update does the same in
the browser (`composer_paste.js`); a file that someone chooses comes without one. Words are kept.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import nh3
from lxml import etree

from district_cms.checks.word_sets import word_set
from district_cms.schools.richtext.markup import TAGS, parsed, written

from .lists import make_lists, take_sign
from .styles import style_of

type Table = dict[str, Any]

MOST_ROWS: Final = 100
MOST_COLUMNS: Final = 20
MOST_DEPTH: Final = 200
"""Of markup that is nested deeper only the words are read: the parser would drop some of them."""

# A sign for private use stands where a table was. `read_layout` takes it out of what people wrote.
_MARK: Final = "\ue000"
MARKED: Final = re.compile(f"{_MARK}(\\d+){_MARK}")
_OPEN: Final = re.compile(r"<(/?)([a-z0-9]+)")
_OF_COMMENTS: Final = frozenset({"MsoCommentReference", "msocomanchor", "msocomoff"})
_BOLD: Final = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_RAISED: Final = dict(zip("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))  # noqa: RUF001
_LOWERED: Final = dict(zip("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True))  # noqa: RUF001
_NOT_BOLD: Final = frozenset({"normal", "400"})
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_REDIRECT: Final = re.compile(r"https?://www\.google\.com/url\?", re.IGNORECASE)
_BREAKS: Final = ("br", "p", "div", "li")

_LAID_OUT: Final = word_set(
    "table caption thead tbody tfoot tr td th div section article header footer blockquote center "
    "pre h1 h5 h6 dl dt dd details summary figure figcaption main nav aside address del sup sub"
)
_cleaner: Final = nh3.Cleaner(
    tags=set(TAGS | _LAID_OUT),
    attributes={
        "*": {"lang", "dir", "style", "class", "hidden"},
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def read_layout(content: str) -> tuple[str, list[Table]]:
    """The HTML with its lists as lists, without what is hidden, and with a mark (`MARKED`) in a
    paragraph of its own for each table; and these tables."""
    balanced = _cleaner.clean(content.replace(_MARK, ""))
    if _is_deep(balanced):
        return balanced, []
    around = parsed(balanced)
    for element in list(around.iter()):
        if element is not around and (_is_unseen(element) or take_sign(element)):
            element.drop_tree()
    for element in list(around.iter("a", "b", "strong", "span")):
        _put_right(element)
    for element in list(around.iter("sup", "sub")):
        _write_out(element)
    make_lists(around)
    tables: list[Table] = []
    for element in list(around.iter("table")):
        table = _table(element)
        if table is not None:
            paragraph = etree.Element("p")
            paragraph.text, paragraph.tail = f"{_MARK}{len(tables)}{_MARK}", element.tail
            element.getparent().replace(element, paragraph)
            tables.append(table)
    return written(around), tables


def words_of_table(table: Table) -> str:
    rows = (" | ".join(filter(None, row)) for row in table["data"])
    return "\n".join([*filter(None, [table["table_caption"]]), *rows])


def _is_deep(balanced: str) -> bool:
    depth = 0
    for tag in _OPEN.finditer(balanced):
        if tag[2] != "br":
            depth += -1 if tag[1] else 1
        if depth > MOST_DEPTH:
            return True
    return False


def _is_unseen(element: Any) -> bool:
    """What is hidden, what was deleted while changes were tracked, and comments of colleagues."""
    return (
        element.tag == "del"
        or "hidden" in element.attrib
        or _hides(style_of(element))
        or not _OF_COMMENTS.isdisjoint(element.get("class", "").split())
    )


def _hides(style: Mapping[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-element", "").startswith("comment")
    )


def _write_out(element: Any) -> None:
    """“x²” without its formatting would be “x2”. “1st” may lose it."""
    words = element.text_content().strip()
    letters = _RAISED if element.tag == "sup" else _LOWERED
    if all(letter in letters for letter in words):
        for inner in list(element):
            inner.drop_tree()
        element.text = "".join(letters[letter] for letter in words)
    element.drop_tag()


def _put_right(element: Any) -> None:
    if element.tag == "span":
        if not element.get("lang"):
            _set_right(element)
    elif element.tag != "a":
        # Google Docs puts such a one around all that is copied.
        if style_of(element).get("font-weight") in _NOT_BOLD:
            element.drop_tag()
    else:
        _put_address_right(element)


def _set_right(span: Any) -> None:
    """As Google Docs says it, by styles alone; a heading is bold by itself."""
    style = style_of(span)
    is_set = next(span.iterancestors("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong"), None)
    if is_set is None and span.text_content().strip():
        if style.get("font-weight") in _BOLD:
            span.tag = "b"
            return
        if style.get("font-style") == "italic":
            span.tag = "i"
            return
    span.drop_tag()


def _put_address_right(element: Any) -> None:
    address = element.get("href", "").strip()
    if _REDIRECT.match(address):
        address = parse_qs(urlsplit(address).query).get("q", [address])[0]
    if _ADDRESS.match(address):
        element.set("href", address)
    else:
        element.attrib.pop("href", None)


def _table(element: Any) -> Table | None:
    """A table of facts: some rows and columns of words. Mails use tables for their layout, too."""
    rows = [row for part in _parts(element) for row in part if row.tag == "tr"]
    is_layout = any(
        inner is not element for inner in element.iter("table", "h1", "h2", "h3", "h4", "ul", "ol")
    )
    is_within = next(element.iterancestors("li", "p", "h2", "h3", "h4"), None) is not None
    if is_layout or is_within or not 2 <= len(rows) <= MOST_ROWS:
        return None
    data = [row for row in _grid(rows) if any(row)]
    width = max((len(row) for row in data), default=0)
    filled = sum(any(row[at] for row in data if at < len(row)) for at in range(width))
    if len(data) < 2 or filled < 2 or width > MOST_COLUMNS:
        return None
    caption = element.find("caption")
    return {
        "data": [row + [""] * (width - len(row)) for row in data],
        "table_caption": "" if caption is None else _words(caption),
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }


def _parts(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterchildren("thead", "tbody", "tfoot")


def _grid(rows: list[Any]) -> list[list[str]]:
    """The words of each cell; one that spans several columns or rows stands in each of them."""
    found: list[dict[int, str]] = [{} for _row in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in list(row.iterchildren("td", "th"))[: MOST_COLUMNS + 1]:
            while column in found[at]:
                column += 1
            words = _words(cell)
            wide, high = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            for down in found[at : at + high]:
                down.update(dict.fromkeys(range(column, column + wide), words))
            column += wide
    return [[row.get(at, "") for at in range(max(row, default=-1) + 1)] for row in found]


def _span(cell: Any, name: str, most: int) -> int:
    said = cell.get(name, "1").strip()
    return min(max(int(said), 1), most) if said.isascii() and said.isdecimal() else 1


def _words(cell: Any) -> str:
    for line in cell.iter(*_BREAKS):
        line.tail = f" {line.tail or ''}"
    return " ".join(cell.text_content().split())
