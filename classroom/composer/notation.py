"""What people type into the plain boxes of the composer: rich text, tables, and back.

A line is a paragraph. Lines that begin with "- " or "1. " are a list, "## " begins a heading,
"[words](address)" is a link, an address alone is one too, "**words**" are bold, "*words*" are in
italics; "[es] " at the beginning of a line says that it is in Spanish. A box shows the words that
it can give back unchanged, and nothing else: `can_show` says of which HTML that is true.
"""

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
# What phones, office programs and people put before an item. A number below nought is no item.
_BULLET: Final = re.compile(r"[-–•·▪●*]\s+(?=\S)|[•▪●]\s*(?=\S)")
_NUMBER: Final = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_LANGUAGE: Final = re.compile(r"\[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\s+(?=\S)")
_LINK: Final = re.compile(
    r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:|tel:|page:|document:)[^()\s]+)\)"
)
# Typed or pasted as it is: what it says is a link, and the checks ask for its name.
_BARE: Final = re.compile(r"(?<![\w/@.])https?://[^\s<>()\[\]*|]+(?<![.,;:!?'\"»”’…])")
# A space that was bold as well stands within the signs, at one end: "**Due **Friday".
_BOLD: Final = re.compile(
    r"\*\*(?:(?P<words>[^\s*](?:[^*\n]*[^\s*])?)(?P<after>[^\S\n]*)"
    r"|(?P<before>[^\S\n]+)(?P<late>[^\s*](?:[^*\n]*[^\s*])?))\*\*"
)
# A link that is bold as a whole: the signs belong to its words.
_BOLD_LINK: Final = re.compile(r"\*\*\[([^\[\]*\n]+)\](\([^()\s]+\))\*\*")
_APART: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])")
_OURS: Final = {"page", "document"}


def html_of(text: str, *, headings: bool = True) -> str:
    """Return the HTML that the lines of a box mean."""
    lines = (_Line.read(line.strip(), headings=headings) for line in text.splitlines())
    parts = []
    for tag, run in groupby((line for line in lines if line), key=lambda line: line.list_tag):
        written = "".join(line.html() for line in run)
        parts.append(f"<{tag}>{written}</{tag}>" if tag else written)
    return "".join(parts)


def text_of(html: str) -> str:
    """Return the lines that a box shows of this HTML, the paragraphs apart."""
    return "\n".join(_lines(html)).strip()


def can_show(html: str, *, headings: bool = True) -> bool:
    """Whether a box can show this HTML and give back all that is in it: every word, list, link and
    language. What it cannot is changed in the page editor."""
    return _same(html_of(text_of(html), headings=headings)) == _same(html)


def sign_of(line: str) -> str:
    """What makes a line a heading or an item, with the space behind it; "" for a paragraph."""
    return next((m[0] for p in (_HEADING, _BULLET, _NUMBER) if (m := p.match(line))), "")


def plain_words(line: str) -> str:
    """The words of a line as a reader sees them."""
    return " ".join(_LINK.sub(r"\1", line).replace("*", "").split())


def without_bold(text: str) -> str:
    """The words of a line that can have none in bold: what is pasted there brings its signs."""
    put = _between("", "")

    def plain(found: re.Match[str]) -> str:
        # "2**3 and 2**4" is a power in every programming class.
        return found[0] if text[found.start() - 1 : found.start()].isalnum() else put(found)

    return _BOLD.sub(plain, text)


def mark_line(text: str, words: str, tag: str) -> str:
    """The text with `[es]` before the lines that hold these words and no others; unchanged where
    there is none."""
    wanted = " ".join(words.split())
    lines = []
    for line in text.splitlines():
        sign = sign_of(line)
        said = line[len(sign) :]
        names_cell = plain_words(said) == wanted and not _LANGUAGE.match(said)
        lines.append(f"{sign}[{tag}] {said}" if names_cell and wanted else line)
    return "\n".join(lines)


def name_link(text: str, old: str, new: str) -> str:
    """The text with other words for the first link that says `old`; unchanged where there is none,
    and without words that a link can have."""
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
        for pattern, found in ((_HEADING, ""), (_BULLET, "ul"), (_NUMBER, "ol")):
            match = pattern.match(line)
            if match is None or (not found and not headings):
                continue
            tag = found or f"h{len(match[1])}"
            line = line[match.end() :]
            break
        spoken = _LANGUAGE.match(line)
        if spoken is not None and language(spoken[1]) is not None:
            return cls(tag, spoken[1], line[spoken.end() :])
        return cls(tag, "", line)

    def html(self) -> str:
        direction = ' dir="rtl"' if self.language and is_right_to_left(self.language) else ""
        spoken = f' lang="{self.language}"{direction}' if self.language else ""
        tag = "li" if self.list_tag else self.tag
        return f"<{tag}{spoken}>{_inline(self.words)}</{tag}>"


def _between(start: str, end: str) -> Callable[[re.Match[str]], str]:
    def put(found: re.Match[str]) -> str:
        words = found["words"] or found["late"]
        return f"{found['before'] or ''}{start}{words}{end}{found['after'] or ''}"

    return put


def _inline(words: str) -> str:
    """Links first: an address may hold what is a sign elsewhere."""
    parts, at = [], 0
    words = _BOLD_LINK.sub(r"[**\1**]\2", words)
    for link in _LINK.finditer(words):
        parts += [_with_bare(words[at : link.start()]), _anchor(link[1], link[2])]
        at = link.end()
    return "".join([*parts, _with_bare(words[at:])])


def _with_bare(words: str) -> str:
    """An address between signs for bold stays as it is: a link would take them apart."""
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
    return _APART.sub(r"<i>\1</i>", bold)


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
                yield ""  # a line between paragraphs, as people write them
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
    """The HTML without what says nothing: the editor's own marks, empty blocks, doubled spaces, and
    whether an address that is shown leads there."""
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
"""A block as a stream is made of: its type, its value, its id."""

_TABLE: Final = "Table:"
_ROW: Final = re.compile(r"\|.*\|")
_MOST_ROWS: Final = 100
_MOST_COLUMNS: Final = 21
_PLAIN: Final = {"data", "table_caption", "table_header_choice"}
_DERIVED: Final = {"first_row_is_table_header", "first_col_is_header", "cell", "mergeCells"}


@dataclass(slots=True)
class Run:
    """Blocks in a row: `text` is what a box shows of them, None where no box can."""

    children: list[Any]
    text: str | None = None
    names: list[str] = field(default_factory=list)


def runs_of(stream: Any) -> list[Run]:
    """The blocks of a part, by what a box can show. There is always a box to type into."""
    runs = []
    for shown, group in groupby(stream, key=can_display):
        children = list(group)
        if shown:
            text = "\n\n".join(filter(None, (_text(child) for child in children)))
            runs.append(Run(children, text))
        else:
            runs.append(Run(children, names=[str(child.block.label) for child in children]))
    if not any(run.text is not None for run in runs):
        runs.append(Run([], ""))
    return runs


def stream_from(stream_block: Any, runs: Sequence[Run], typed: Sequence[str]) -> StreamValue:
    """The part again, with what was typed into its boxes, in their order. A box that nobody
    changed gives its blocks back as they were."""
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
    """Whether a box shows this block of the lesson."""
    if child.block_type == "prose":
        return can_show(child.value.source)
    return child.block_type == "table" and _is_plain(child.value)


def _is_plain(value: Any) -> bool:
    """Whether a table is rows of words below one row of headings."""
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
        found = [line for _mark, line in group]
        yield is_table and _is_small(found), found


def _is_small(lines: list[str]) -> bool:
    """Whether this is a table that someone can read: larger ones stay the words that they are."""
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
