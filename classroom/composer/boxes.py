"""What a plain box of the composer shows of an update's blocks, and the blocks that it gives back.

A box stands for texts and tables in a row. What no box can show, a picture within the text or a
passage in another language, is kept where it is and changed in the page editor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from wagtail.blocks.stream_block import StreamValue

from .notation import can_show, html_of, text_of, without_bold

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
    for shown, group in groupby(stream, key=is_shown):
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
        if text is None or _lines(text) == _lines(run.text or ""):
            children += [(child.block_type, child.value, child.id) for child in run.children]
        else:
            children += _blocks(stream_block, text, [child.id for child in run.children])
    return StreamValue(stream_block, children)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def is_shown(child: Any) -> bool:
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
