"""The notation of the composer's plain boxes, to HTML and tables and back.

A line is a paragraph. Lines that begin with "- " or "1. " are a list, "## " begins a heading,
"[words](address)" is a link, as is a bare address, "**words**" is bold, "*words*" is italic;
a line that begins with "[es]" is in Spanish. A box shows only content that it can return
unchanged; `can_show` decides this."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any, Final

from lxml import etree
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.languages import is_right_to_left, language
from district_cms.schools.richtext.markup import parsed
from district_cms.web.keys import key_in

_LISTS: Final = {"ul": "- ", "ol": "1. "}
_HEADING: Final = re.compile(r"(#{2,4})\s+(?=\S)")
# What phones, office programs and people put before an item. A negative number is no item.
_BULLET: Final = re.compile(r"[-–•·▪●*]\s+(?=\S)|[•▪●]\s*(?=\S)")
_NUMBER: Final = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_LANGUAGE: Final = re.compile(r"\[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\s+(?=\S)")
_LINK: Final = re.compile(
    r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:|tel:|page:|document:)[^()\s]+)\)"
)
# A bare address becomes a link; the checks ask for a link text.
_BARE: Final = re.compile(r"(?<![\w/@.])https?://[^\s<>()\[\]*|]+(?<![.,;:!?'\"»”’…])")
# A bold space ends up inside the signs, at one end: "**Due **Friday".
_BOLD: Final = re.compile(
    r"\*\*(?:(?P<words>[^\s*](?:[^*\n]*[^\s*])?)(?P<after>[^\S\n]*)"
    r"|(?P<before>[^\S\n]+)(?P<late>[^\s*](?:[^*\n]*[^\s*])?))\*\*"
)
# A link that is bold as a whole: the signs move to its words.
_BOLD_LINK: Final = re.compile(r"\*\*\[([^\[\]*\n]+)\](\([^()\s]+\))\*\*")
_ITALIC: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])")
_OURS: Final = {"page", "document"}


def html_of(text: str, *, headings: bool = True) -> str:
    """Returns the HTML for the lines of a box."""
    lines = (_Line.read(line.strip(), headings=headings) for line in text.splitlines())
    parts = []
    for tag, run in groupby((line for line in lines if line), key=lambda line: line.list_tag):
        written = "".join(line.html() for line in run)
        parts.append(f"<{tag}>{written}</{tag}>" if tag else written)
    return "".join(parts)


def text_of(html: str) -> str:
    """Returns the lines that a box shows for this HTML, with an empty line between paragraphs."""
    return "\n".join(_lines(html)).strip()


def can_show(html: str, *, headings: bool = True) -> bool:
    """Returns True if a box can show this HTML and return every word, list, link and language in
    it. Other HTML is changed in the page editor."""
    return _same(html_of(text_of(html), headings=headings)) == _same(html)


def sign_of(line: str) -> str:
    """Returns the sign that makes a line a heading or an item, with the space after it; "" for a
    paragraph."""
    return next((m[0] for p in (_HEADING, _BULLET, _NUMBER) if (m := p.match(line))), "")


def plain_words(line: str) -> str:
    """Returns the words of a line without signs."""
    return " ".join(_LINK.sub(r"\1", line).replace("*", "").split())


def without_bold(text: str) -> str:
    """Removes the signs for bold from a line that cannot have bold: pasted text may contain
    them."""
    put = _between("", "")

    def plain(match: re.Match[str]) -> str:
        # "2**3 and 2**4" are powers, common in programming classes.
        return match[0] if text[match.start() - 1 : match.start()].isalnum() else put(match)

    return _BOLD.sub(plain, text)


def mark_line(text: str, words: str, tag: str) -> str:
    """Returns the text with `[es]` before lines that consist of these words; unchanged if there are
    none."""
    wanted = " ".join(words.split())
    lines = []
    for line in text.splitlines():
        sign = sign_of(line)
        rest = line[len(sign) :]
        names_cell = plain_words(rest) == wanted and not _LANGUAGE.match(rest)
        lines.append(f"{sign}[{tag}] {rest}" if names_cell and wanted else line)
    return "\n".join(lines)


def name_link(text: str, old: str, new: str) -> str:
    """Returns the text with new words for the first link whose text is `old`; unchanged if there is
    none, or if `new` has no usable words."""
    words = " ".join(re.sub(r"[\[\]*]", " ", new).split())

    for link in _LINK.finditer(text):
        if words and " ".join(link[1].replace("*", "").split()) == " ".join(old.split()):
            return f"{text[: link.start(1)]}{words}{text[link.end(1) :]}"
    for bare in _BARE.finditer(text):
        if words and bare[0] == old.strip() and not text.startswith("](", bare.start() - 2):
            return f"{text[: bare.start()]}[{words}]({bare[0]}){text[bare.end() :]}"
    return text


class _Line:
    def __init__(self, tag: str, language: str, words: str) -> None:
        self.tag, self.language, self.words = tag, language, words

    @property
    def list_tag(self) -> str:
        return self.tag if self.tag in _LISTS else ""

    @classmethod
    def read(cls, line: str, *, headings: bool) -> "_Line | None":
        if not line:
            return None
        tag = "p"
        for pattern, list_tag in ((_HEADING, ""), (_BULLET, "ul"), (_NUMBER, "ol")):
            match = pattern.match(line)
            if match is None or (not list_tag and not headings):
                continue
            tag = list_tag or f"h{len(match[1])}"
            line = line[match.end() :]
            break
        marked = _LANGUAGE.match(line)
        if marked is not None and language(marked[1]) is not None:
            return cls(tag, marked[1], line[marked.end() :])
        return cls(tag, "", line)

    def html(self) -> str:
        direction = ' dir="rtl"' if self.language and is_right_to_left(self.language) else ""
        attributes = f' lang="{self.language}"{direction}' if self.language else ""
        tag = "li" if self.list_tag else self.tag
        return f"<{tag}{attributes}>{_inline(self.words)}</{tag}>"


def _between(start: str, end: str) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        words = match["words"] or match["late"]
        return f"{match['before'] or ''}{start}{words}{end}{match['after'] or ''}"

    return put


def _inline(words: str) -> str:
    """Links first, because an address may contain characters that are signs elsewhere."""
    parts, at = [], 0
    words = _BOLD_LINK.sub(r"[**\1**]\2", words)
    for link in _LINK.finditer(words):
        parts += [_with_bare(words[at : link.start()]), _anchor(link[1], link[2])]
        at = link.end()
    return "".join([*parts, _with_bare(words[at:])])


def _with_bare(words: str) -> str:
    """Makes links of bare addresses, except between signs for bold, which a link would separate."""
    parts, at = [], 0
    for bare in _BARE.finditer(words):
        if words.count("*", 0, bare.start()) % 2 or words.count("**", 0, bare.start()) % 2:
            continue
        address = escape(bare[0])
        parts += [_styled(words[at : bare.start()]), f'<a href="{address}">{address}</a>']
        at = bare.end()
    return "".join([*parts, _styled(words[at:])])


def _styled(words: str) -> str:
    bold = _BOLD.sub(_between("<b>", "</b>"), escape(words, quote=False))
    return _ITALIC.sub(r"<i>\1</i>", bold)


def _anchor(words: str, address: str) -> str:
    kind, _colon, number = address.partition(":")
    if kind in _OURS:
        if key_in(number) is None:
            return _styled(f"[{words}]({address})")
        return f'<a linktype="{kind}" id="{number}">{_styled(words)}</a>'
    return f'<a href="{escape(address)}">{_styled(words)}</a>'


def _lines(html: str) -> Iterator[str]:
    before = ""
    for block in parsed(html):
        if block.tag in _LISTS:
            for item in block:
                yield f"{_LISTS[block.tag]}{_spoken(item)}"
        else:
            sign = "#" * int(block.tag[1]) + " " if block.tag in {"h2", "h3", "h4"} else ""
            if before and (sign or before == "p"):
                yield ""  # An empty line between paragraphs, as people write them.
            yield f"{sign}{_spoken(block)}"
        before = block.tag


def _spoken(element: Any) -> str:
    tag = element.get("lang")
    words = _words(element)
    return f"[{tag}] {words}" if tag else words


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_marked(child), child.tail or ""]
    return " ".join("".join(parts).split())


def _marked(element: Any) -> str:
    words = _words(element)
    match element.tag:
        case "b" | "strong":
            return f"**{words}**"
        case "i" | "em":
            return f"*{words}*"
        case "a" if element.get("linktype"):
            return f"[{words}]({element.get('linktype')}:{element.get('id')})"
        case "a" if words == element.get("href") and _BARE.fullmatch(words):
            return words
        case "a":
            return f"[{words}]({element.get('href')})"
    return words


def _same(html: str) -> str:
    """Returns the HTML without insignificant differences: the editor's own attributes, empty
    blocks, doubled spaces, and whether a visible address is a link."""
    around = parsed(html)
    for element in list(around.iter("a")):
        if element.text == element.get("href") and not len(element):
            element.drop_tag()
    for element in list(around.iter()):
        element.attrib.pop("data-block-key", None)
        element.tag = {"strong": "b", "em": "i"}.get(element.tag, element.tag)
    for element in list(around):
        if not "".join(element.itertext()).strip() and not len(element):
            element.drop_tree()
    whole = etree.tostring(around, method="c14n").decode()
    return re.sub(r"\s*(</?(?:p|li|ul|ol|h[2-4]|div)\b[^>]*>)\s*", r"\1", " ".join(whole.split()))


Child = tuple[str, Any, str | None]
"""A block as a stream holds it: its type, value and id."""

_TABLE: Final = "Table:"
_ROW: Final = re.compile(r"\|.*\|")
_MOST_ROWS: Final = 100
_MOST_COLUMNS: Final = 21
_PLAIN: Final = {"data", "table_caption", "table_header_choice"}
_DERIVED: Final = {"first_row_is_table_header", "first_col_is_header", "cell", "mergeCells"}


@dataclass(slots=True)
class Run:
    """Consecutive blocks: `text` is how a box shows them, None if no box can."""

    children: list[Any]
    text: str | None = None
    names: list[str] = field(default_factory=list)


def runs_of(stream: Any) -> list[Run]:
    """Groups the blocks of a part by whether a box can show them. There is always at least one
    box."""
    runs = []
    for is_visible, group in groupby(stream, key=can_display):
        children = list(group)
        if is_visible:
            text = "\n\n".join(filter(None, (_text(child) for child in children)))
            runs.append(Run(children, text))
        else:
            runs.append(Run(children, names=[str(child.block.label) for child in children]))
    if not any(run.text is not None for run in runs):
        runs.append(Run([], ""))
    return runs


def stream_from(stream_block: Any, runs: Sequence[Run], typed: Sequence[str]) -> StreamValue:
    """Returns the part with the text typed into its boxes, in order. Blocks of unchanged boxes stay
    as they are."""
    texts = iter(typed)
    children: list[Child] = []
    for run in runs:
        text = None if run.text is None else next(texts, run.text)
        if text is None or _stripped_lines(text) == _stripped_lines(run.text or ""):
            children += [(child.block_type, child.value, child.id) for child in run.children]
        else:
            children += _blocks(stream_block, text, [child.id for child in run.children])
    return StreamValue(stream_block, children)


def _stripped_lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def can_display(child: Any) -> bool:
    """Returns True if a box can show this block of the lesson."""
    if child.block_type == "prose":
        return can_show(child.value.source)
    return child.block_type == "table" and _is_plain(child.value)


def _is_plain(value: Any) -> bool:
    """Returns True if a table has only text cells below one row of headings."""
    if not value or set(value) - _PLAIN - _DERIVED or value.get("mergeCells"):
        return False
    cells = [cell or "" for row in value.get("data", ()) for cell in row]
    return (
        value.get("table_header_choice") == "row"
        and bool(cells)
        and not any(value.get("cell") or ())
        and not any(sign in cell for cell in cells for sign in "|\n")
    )


def _text(child: Any) -> str:
    if child.block_type == "prose":
        return text_of(child.value.source)
    rows = ["| " + " | ".join(cell or "" for cell in row) + " |" for row in child.value["data"]]
    caption = child.value.get("table_caption")
    return "\n".join([*([f"{_TABLE} {caption}"] if caption else []), *rows])


def _blocks(stream_block: Any, text: str, ids: Sequence[str | None]) -> Iterator[Child]:
    free = iter(ids)
    for is_table, lines in _pieces(text):
        if is_table:
            yield "table", _table(lines), next(free, None)
        elif html := html_of("\n".join(lines)):
            prose = stream_block.child_blocks["prose"].normalize(html)
            yield "prose", prose, next(free, None)


def _pieces(text: str) -> Iterator[tuple[bool, list[str]]]:
    lines = [line.strip() for line in text.splitlines()]
    marks = [bool(_ROW.fullmatch(line)) for line in lines]
    for at, line in enumerate(lines[:-1]):
        if line.startswith(_TABLE) and marks[at + 1] and not marks[at]:
            marks[at] = True
    pairs = zip(marks, lines, strict=True)
    for is_table, group in groupby(pairs, key=lambda pair: pair[0]):
        piece = [line for _mark, line in group]
        yield is_table and _is_small(piece), piece


def _is_small(lines: list[str]) -> bool:
    """Returns True if the table is small enough to read; larger ones stay plain text."""
    return len(lines) <= _MOST_ROWS and all(line.count("|") <= _MOST_COLUMNS for line in lines)


def _table(lines: list[str]) -> dict[str, Any]:
    caption = ""
    if lines[0].startswith(_TABLE):
        caption = without_bold(lines.pop(0).removeprefix(_TABLE)).strip()
    rows = [[without_bold(cell).strip() for cell in line[1:-1].split("|")] for line in lines]
    width = max(len(row) for row in rows)
    return {
        "data": [row + [""] * (width - len(row)) for row in rows],
        "table_caption": caption,
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
