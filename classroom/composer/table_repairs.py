"""What one press changes in a table of the composer: its title and its headings.

A title is taken from where someone wrote it: the table's first row, or the line above. Where there
is none to be sure of, the author types it beside the button.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from district_cms.checks.accessibility.tables.repairing import headings_in_first_row
from district_cms.publishing.editor.live_check import title_of_table

from .boxes import Child
from .notation import can_show, html_of, plain_words, sign_of, text_of

RULES: Final = frozenset({"table-caption", "table-no-headers", "table-empty-header"})
_LONGEST_LINE: Final = 80
_ENDS: Final = ".!?;"


def is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and "data" in value


def title_above(children: Sequence[Child], index: int) -> str:
    """The title in the line right above the table: one that ends with a colon, or is all bold."""
    if index == 0:
        return ""
    kind, value, _key = children[index - 1]
    if kind != "prose" or not can_show(value.source):
        return ""
    line = text_of(value.source).rpartition("\n")[2].strip()
    words = plain_words(line)
    bold = f"**{words}**"
    if sign_of(line) or line not in {words, bold} or not words.strip(" :"):
        return ""
    if len(words) > _LONGEST_LINE or any(sign in words for sign in _ENDS):
        return ""
    return words.rstrip(" :") if words.endswith(":") or line == bold else ""


def needs_words(rule: str, children: Sequence[Child], index: int) -> bool:
    """Whether only the author knows the title."""
    value = children[index][1]
    return rule == "table-caption" and not (title_of_table(value) or title_above(children, index))


def repaired_table(
    block: Any, rule: str, children: list[Child], index: int, words: str
) -> list[Child]:
    """The blocks of the part with the table put right; none where that is not certain."""
    kind, value, key = children[index]
    before, after = children[:index], children[index + 1 :]
    if title := title_of_table(value):
        rows = value["data"][1:]
        changed = _table(block, {**value, "data": rows, "table_caption": title}, headings=True)
        return [*before, (kind, changed, key), *after]
    if rule == "table-no-headers":
        if not headings_in_first_row(value.get("data")):
            return []
        changed = _table(block, dict(value), headings=True)
        return [*before, (kind, changed, key), *after]
    if rule != "table-caption":
        return []
    if title := title_above(children, index):
        before = [*before[:-1], *_without_last_line(before[-1])]
    elif not (title := " ".join(words.split())):
        return []
    changed = _table(block, {**value, "table_caption": title})
    return [*before, (kind, changed, key), *after]


def _table(block: Any, value: dict[str, Any], *, headings: bool = False) -> Any:
    if headings:
        beside = value.get("table_header_choice") in {"column", "both"}
        value |= {
            "table_header_choice": "both" if beside else "row",
            "first_row_is_table_header": True,
            "first_col_is_header": beside,
        }
    return block.normalize(value)


def _without_last_line(child: Child) -> list[Child]:
    kind, value, key = child
    text = text_of(value.source).rpartition("\n")[0].rstrip()
    return [(kind, type(value)(html_of(text)), key)] if text else []
