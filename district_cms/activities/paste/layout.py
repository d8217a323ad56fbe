"""What Word, Google Docs and mail programs mean by their markup: lists, tables, what is hidden.

The tree is read before the editor's list of tags is applied. The form of an update does the same in
the browser (`composer_paste.js`); a file that someone chooses comes without one. Words are kept.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import nh3
from lxml import etree

from district_cms.checks.word_sets import word_set
from district_cms.schools.richtext.cleaning import TAGS
from district_cms.schools.richtext.markup import parsed, written

type Table = dict[str, Any]

MOST_ROWS: Final = 100
MOST_COLUMNS: Final = 20
MOST_DEPTH: Final = 200
"""Of markup that is nested deeper only the words are read: the parser would drop some of them."""

# A sign for private use stands where a table was. `read_layout` takes it out of what people wrote.
_MARK: Final = "\ue000"
MARKED: Final = re.compile(f"{_MARK}(\\d+){_MARK}")
_OPEN: Final = re.compile(r"<(/?)([a-z0-9]+)")
_ITEM: Final = re.compile(r"mso-list\s*:\s*(?!none|ignore)", re.IGNORECASE)
_SIGN_OF_ITEM: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NOT_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:normal|400)", re.IGNORECASE)
_SIGN: Final = re.compile(r"\s*(?:[·•▪o§\-–\uf0b7\uf0a7]|(\d{1,2}|[a-z])[.)])(?:\s+|(?<=[·•▪]))")
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_REDIRECT: Final = re.compile(r"https?://www\.google\.com/url\?", re.IGNORECASE)
_BREAKS: Final = ("br", "p", "div", "li")

_LAID_OUT: Final = word_set(
    "table caption thead tbody tfoot tr td th div section article header footer blockquote center "
    "pre h1 h5 h6"
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
        if element is not around and (_is_hidden(element) or _is_sign(element)):
            element.drop_tree()
    for element in list(around.iter("a", "b", "strong", "span")):
        _put_right(element)
    _make_lists(around)
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


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _is_sign(element: Any) -> bool:
    """The bullet or number that Word writes into an item, for programs that know no lists."""
    if not _SIGN_OF_ITEM.search(element.get("style", "")):
        return False
    for item in element.iterancestors("p"):
        if re.match(r"\s*\d", element.text_content()):
            item.set("class", "numbered")
    return True


def _put_right(element: Any) -> None:
    if element.tag == "span":
        if not element.get("lang"):
            element.drop_tag()
    elif element.tag != "a":
        # Google Docs puts such a one around all that is copied.
        if _NOT_BOLD.search(element.get("style", "")):
            element.drop_tag()
    else:
        _put_address_right(element)


def _put_address_right(element: Any) -> None:
    address = element.get("href", "").strip()
    if _REDIRECT.match(address):
        address = parse_qs(urlsplit(address).query).get("q", [address])[0]
    if _ADDRESS.match(address):
        element.set("href", address)
    else:
        element.attrib.pop("href", None)


def _make_lists(around: Any) -> None:
    """Word writes the items of a list as paragraphs."""
    for parent in {paragraph.getparent() for paragraph in around.iter("p")}:
        children = list(parent)
        for tag, run in groupby(children, key=_list_of):
            if not tag:
                continue
            made = etree.Element(tag)
            items = list(run)
            items[0].addprevious(made)
            for item in items:
                made.tail = (made.tail or "") + (item.tail or "")
                item.tail, item.tag = None, "li"
                _drop_sign(item)
                made.append(item)


def _list_of(element: Any) -> str:
    """ "ul" or "ol" of a paragraph that is an item, else ""."""
    if element.tag != "p" or element.getparent().tag == "li":
        return ""
    is_said = bool(_ITEM.search(element.get("style", "")))
    kind = element.get("class", "")
    if kind == "numbered":
        return "ol"
    sign = _SIGN.match(element.text_content())
    if not is_said and not (kind.startswith("MsoListParagraph") and sign):
        return ""
    return "ol" if sign and sign[1] else "ul"


def _drop_sign(item: Any) -> None:
    for element in item.iter():
        if (element.text or "").strip():
            element.text = _SIGN.sub("", element.text, count=1)
            return
        if element is not item and (element.tail or "").strip():
            element.tail = _SIGN.sub("", element.tail, count=1)
            return


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
