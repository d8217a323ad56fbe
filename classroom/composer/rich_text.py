"""The composer's rich text: HTML for its editor, lines for a plain field, and back.

The editor shows all blocks of a lesson as one text. A block that is not text, such as a table, is a
`div` in it, which names the block and contains it, signed."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any, Final

import nh3
from django.core.signing import BadSignature, Signer
from lxml import etree
from wagtail.blocks.stream_block import StreamValue

from district_cms.schools.richtext import PROSE_FEATURES, SHORT_FEATURES
from district_cms.schools.richtext.editor import LanguageConverter
from district_cms.schools.richtext.markup import (
    ATTRIBUTES,
    BLOCKS,
    LISTS,
    SCHEMES,
    TAGS,
    items_of,
    parsed,
    written,
)

from ..models import UpdatePage

Child = tuple[str, Any, str | None]
"""A block as a stream holds it: its type, value and id."""

_TABLE_TAGS: Final = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_DEEPEST, _HIGHEST = "h4", "h2"
# Links to pages and documents of the site, as the editor sees them.
_OURS: Final = re.compile(r"#(page|document)-(\d{1,12})")
_KEYS: Final = re.compile(r' data-block-key="[^"]*"')
_ENDS: Final = re.compile(r"\s+(?=</(?:p|h[2-4]|li)>)")
_EMPTY: Final = re.compile(r"<(p|h[2-4]|li|ul|ol)(?: [^>]*)?>(?:\s|<br ?/>)*</\1>")
_LINKS: Final = re.compile(r"(<a\b.*?</a>)", re.DOTALL)
# A bare address becomes a link; the checks ask for its words.
_ADDRESS: Final = re.compile(r"(?<![\w/@.])https?://[^\s<>()\[\]\"*|]+(?<![.,;:!?'»”’…])")
_LONGEST_TITLE: Final = 70
_MOST_ROWS: Final = 100
_MOST_COLUMNS: Final = 20

_sent: Final = nh3.Cleaner(
    tags={*TAGS, *_TABLE_TAGS, *_HEADINGS, "div"},
    attributes={**ATTRIBUTES, "div": {"data-block"}},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


class Html(str):
    """The HTML of a text, as its editor gets and sends it."""

    __slots__ = ()


def editor_html(source: str) -> Html:
    """Returns stored rich text as the editor gets it."""
    around = parsed(source)
    for link in around.iter("a"):
        if kind := link.attrib.pop("linktype", ""):
            link.set("href", f"#{kind}-{link.attrib.pop('id', '')}")
    return Html(_KEYS.sub("", written(around)))


def stored_html(html: str, *, headings: bool = True) -> str:
    """Returns sent HTML with only what the features of the field allow: nothing that a browser
    sends is trusted."""
    around = parsed(_sent.clean(html))
    for element in around.iter(*_HEADINGS):
        element.tag = min(max(element.tag, _HIGHEST), _DEEPEST) if headings else "p"
    for link in around.iter("a"):
        if ours := _OURS.fullmatch(link.get("href", "")):
            del link.attrib["href"]
            link.set("linktype", ours[1])
            link.set("id", ours[2])
    features = PROSE_FEATURES if headings else SHORT_FEATURES
    # The page editor keeps links to documents that are in a text already.
    converter = LanguageConverter([*features, "document-link"])
    clean = converter.to_database_format(converter.from_database_format(written(around)))
    clean = _ENDS.sub("", _KEYS.sub("", clean).replace("\u00a0", " "))
    while clean != (fuller := _EMPTY.sub("", clean)):
        clean = fuller
    parts = _LINKS.split(clean)
    parts[::2] = [_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', part) for part in parts[::2]]
    return "".join(parts)


# ------------------------------------------------------------ lines


def leaves(around: Any) -> list[Any]:
    """Returns the paragraphs, headings, items and blocks of a text, in order."""
    tags = (*BLOCKS, "div")
    return [each for each in around.iter(*tags) if each is not around and not _is_inside(each)]


def _is_inside(element: Any) -> bool:
    return any(above.get("data-block") is not None for above in element.iterancestors("div"))


def words_of(element: Any) -> str:
    """Returns the words of a paragraph or item, without those of lists in it."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Any) -> Iterator[str]:
    if element.tag == "table":
        yield " ".join(element.xpath("caption//text()"))
        return
    yield element.text or ""
    for child in element:
        yield " " if child.tag == "br" else ""
        if child.tag not in LISTS:
            yield from _texts(child)
        yield child.tail or ""


def lines_of(html: str) -> str:
    """Returns the text as a plain field shows it: a line for each paragraph, item and block."""
    lines, before = [], ""
    for leaf in leaves(parsed(html)):
        if before and {before, leaf.tag} != {"li"}:
            lines.append("")  # between paragraphs, as people write them
        lines.append(words_of(leaf))
        before = leaf.tag
    return "\n".join(lines)


def html_from_lines(text: str, before: str) -> Html:
    """Returns the text of a plain field: a line is a paragraph. A line that was there `before`
    stays what it was."""
    known: dict[str, list[Any]] = defaultdict(list)
    for leaf in leaves(parsed(before)):
        known[words_of(leaf)].append((leaf, leaf.getparent().tag))
    around = etree.Element("div")
    for words in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        if not known[words]:
            etree.SubElement(around, "p").text = words
            continue
        leaf, parent = known[words].pop(0)
        leaf.tail = None
        for inner in [each for each in leaf if each.tag in LISTS]:
            leaf.remove(inner)
        if parent not in LISTS:
            around.append(leaf)
        elif len(around) and around[-1].tag == parent:
            around[-1].append(leaf)
        else:
            etree.SubElement(around, parent).append(leaf)
    return Html(written(around))


def first_words(page: UpdatePage) -> str:
    """Returns the first sentence of the lesson, or its beginning, as a title; "" if it is empty."""
    sources = (child.value.source for child in page.lesson if child.block_type == "prose")
    words = next(filter(None, (lines_of(source) for source in sources)), "").partition("\n")[0]
    words = re.split(r"(?<=[.!?])\s", words)[0]
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE].rpartition(" ")[0]
    return words.rstrip(" .,:;–-")


# ------------------------------------------------------------ blocks


def _signer(page: UpdatePage) -> Signer:
    # A block goes back to its own page only.
    return Signer(salt=f"classroom.composer.block:{page.pk}")


def lesson_html(page: UpdatePage) -> Html:
    """Returns the lesson as its editor gets it."""
    parts: list[str] = []
    signer = _signer(page)
    for child, raw in zip(page.lesson, page.lesson.get_prep_value(), strict=True):
        if child.block_type == "prose":
            parts.append(editor_html(child.value.source))
        else:
            block = signer.sign_object(dict(raw), compress=True)
            parts.append(f'<div data-block="{block}">{_shown(child)}</div>')
    return Html("".join(parts))


def _shown(child: Any) -> str:
    label = f"<b>{escape(str(child.block.label))}:</b>"
    if child.block_type != "table":
        names = ("title", "text", "description", "caption", "document", "image")
        words = (str(child.value.get(name) or "") for name in names)
        return f"{label} {escape(next(filter(None, words), ''))}"
    value = child.value or {}
    rows = []
    for number, row in enumerate(value.get("data") or ()):
        tag = "td" if number or value.get("table_header_choice") not in {"row", "both"} else "th"
        cells = "".join(f"<{tag}>{escape(str(cell or ''))}</{tag}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    caption = escape(value.get("table_caption") or "")
    return f"{label} <table><caption>{caption}</caption>{''.join(rows)}</table>"


def lesson_from(page: UpdatePage, html: str) -> StreamValue:
    """Returns the lesson with the text of its editor, which may have moved or removed blocks of the
    page, and may contain tables that someone pasted."""
    block, signer = page.lesson.stream_block, _signer(page)
    free = iter([child.id for child in page.lesson if child.block_type == "prose"])
    children: list[Child] = []
    for is_block, run in groupby(items_of(parsed(_sent.clean(html))), key=_is_block):
        if not is_block:
            if source := stored_html("".join(map(_markup, run))):
                prose = block.child_blocks["prose"].normalize(source)
                children.append(("prose", prose, next(free, None)))
            continue
        raw = list(filter(None, (_raw(element, signer) for element in run)))
        children += [(child.block_type, child.value, child.id) for child in block.to_python(raw)]
    taken: set[str | None] = set()
    for place, (kind, value, key) in enumerate(children):
        children[place] = (kind, value, None if key in taken else key)  # a copy is another block
        taken.add(key)
    return StreamValue(block, children)


def _is_block(item: Any) -> bool:
    return not isinstance(item, str) and item.get("data-block") is not None


def _markup(item: Any) -> str:
    if isinstance(item, str):
        return escape(item, quote=False)
    return str(etree.tostring(item, encoding="unicode", method="html"))


def _raw(element: Any, signer: Signer) -> dict[str, Any] | None:
    try:
        raw: dict[str, Any] = signer.unsign_object(element.get("data-block"))
    except BadSignature:
        rows = [
            [" ".join(cell.text_content().split()) for cell in row.iter("th", "td")][:_MOST_COLUMNS]
            for row in list(element.iter("tr"))[:_MOST_ROWS]
        ]
        width = max(map(len, rows), default=0)
        return _table(rows, width, element.xpath("string(.//caption)")) if width else None
    return raw


def _table(rows: list[list[str]], width: int, caption: str) -> dict[str, Any]:
    value = {
        "data": [row + [""] * (width - len(row)) for row in rows],
        "table_caption": " ".join(caption.split()),
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    return {"type": "table", "value": value, "id": str(uuid.uuid4())}
