"""What one press can put right in the composer, and what to do by hand there, in its own signs.

Most lists typed by hand need no repair here: lines with "-", "•" or "1." become real items.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.checks.languages.catalog import language_name
from district_cms.publishing.editor.live_check import suggestion

from ..models import UpdatePage
from .boxes import Child
from .line_repairs import drop_signs, make_heading, make_list
from .means import fix_at, place_of
from .notation import html_of, mark_line, name_link, text_of
from .table_repairs import RULES as TABLE_RULES
from .table_repairs import is_table, needs_words, repaired_table

LINK_RULES: Final = frozenset({"link-generic", "link-generic-in-context", "link-raw-url"})
"""What a link is to be named for."""

_LABELS: Final = {
    "list-fake": gettext_lazy("Make these lines a list"),
    "list-item-mark": gettext_lazy("Delete the symbols"),
    "heading-fake": gettext_lazy("Make this line a heading"),
}
_DONE: Final = {
    "list-fake": gettext_lazy("These lines are a list now."),
    "list-item-mark": gettext_lazy("The symbols are deleted."),
    "heading-fake": gettext_lazy("This line is a heading now."),
    "table-caption": gettext_lazy("The table has its title now."),
    "table-empty-header": gettext_lazy("The table has its title and its headings now."),
    "table-no-headers": gettext_lazy("The table has its headings now."),
}
_LINES: Final = {
    "list-fake": make_list,
    "list-item-mark": drop_signs,
    "heading-fake": make_heading,
}
_PRESS: Final = gettext_lazy("Press the button below, or confirm that it is right as it is.")
_ONLY_PRESS: Final = gettext_lazy("Press the button below.")
_NAME: Final = gettext_lazy(
    "Type the name of the page below, such as “Spelling list, week 3”, and press the button."
)
_TITLE: Final = gettext_lazy(
    "Type a short title below, such as “Pages to read”, and press the button."
)
_ASKED: Final = {
    "link": gettext_lazy("What does the link open?"),
    "table": gettext_lazy("What is the table about?"),
}


def fix_of(
    page: UpdatePage, finding: Finding, *, has_button: bool, asks_words: bool = False
) -> Any:
    """What to do about it in this form. `has_button` says that one press can put it right,
    `asks_words` that it takes words of the author."""
    if has_button:
        if asks_words:
            return _NAME if finding.rule in LINK_RULES else _TITLE
        # A table without headings has no tick: it is never right as it is.
        return _PRESS if finding.asks else _ONLY_PRESS
    return fix_at(place_of(page, finding), finding)


def label_of(page: UpdatePage, finding: Finding) -> str:
    """ "Mark as Spanish", "Name this link"; "" where the composer cannot do it."""
    if finding.rule in LINK_RULES:
        return _("Name this link") if _repaired(page, finding, "x") else ""
    table = _table_of(page, finding)
    if table is not None and finding.rule in TABLE_RULES:
        return _label_for_table(finding, *table) if _repaired(page, finding, "x") else ""
    offered = suggestion(finding)
    label = offered["label"] if offered else _LABELS.get(finding.rule, "")
    return str(label) if label and _repaired(page, finding, "") else ""


def words_asked(page: UpdatePage, finding: Finding) -> str:
    """What the author is asked for beside the button; "" where the button alone is enough."""
    if finding.rule in LINK_RULES:
        return str(_ASKED["link"])
    table = _table_of(page, finding)
    if table is not None and needs_words(finding.rule, *table):
        return str(_ASKED["table"])
    return ""


def said_of(finding: Finding) -> str:
    """What one press has done: "Marked as Spanish."."""
    if finding.rule in LINK_RULES:
        return _("The link has its name now.")
    if finding.rule in _DONE:
        return str(_DONE[finding.rule])
    return _("Marked as %(language)s.") % {"language": language_name(finding.language)}


def repair(page: UpdatePage, finding: Finding, words: str = "") -> bool:
    """Put it right in the page in memory, a link with these words; say whether that could be
    done."""
    children = _repaired(page, finding, words)
    if not children or finding.field is None:
        return False
    stream = getattr(page, finding.field)
    setattr(page, finding.field, StreamValue(stream.stream_block, children))
    return True


def _label_for_table(finding: Finding, children: Sequence[Child], index: int) -> str:
    if offered := suggestion(finding, children[index][1]):
        return offered["label"]
    if needs_words(finding.rule, children, index):
        return _("Give the table this title")
    return _("Make the line above it the title")


def _table_of(page: UpdatePage, finding: Finding) -> tuple[list[Child], int] | None:
    """The blocks of the part and the place of the table that a finding is about."""
    stream, index = _place_of(page, finding)
    if stream is None or not is_table(stream[index].value):
        return None
    return [(child.block_type, child.value, child.id) for child in stream], index


def _place_of(page: UpdatePage, finding: Finding) -> tuple[StreamValue | None, int]:
    stream = getattr(page, finding.field or "", None)
    if not isinstance(stream, StreamValue) or not finding.path:
        return None, 0
    index = finding.path[0]
    if not isinstance(index, int) or index >= len(stream):
        return None, 0
    return stream, index


def _repaired(page: UpdatePage, finding: Finding, words: str) -> list[Any]:
    """The blocks of the part with this one put right; none where that is not certain."""
    stream, index = _place_of(page, finding)
    if stream is None:
        return []
    children = [(child.block_type, child.value, child.id) for child in stream]
    kind, value, key = children[index]
    if finding.rule in TABLE_RULES and is_table(value):
        return repaired_table(stream[index].block, finding.rule, children, index, words)
    changed = _changed(stream[index].block, value, finding, words)
    if changed is None:
        return []
    children[index] = (kind, changed, key)
    return children


def _changed(block: Any, value: Any, finding: Finding, words: str) -> Any:
    if finding.rule == "lang-block-unmarked" and "language" in block.child_blocks:
        marked = block.normalize(dict(value))
        marked["language"] = finding.language
        return marked
    name = finding.path[1] if len(finding.path) > 1 else None
    rich = value[name] if name in getattr(block, "child_blocks", ()) else value
    if not hasattr(rich, "source"):
        return None
    text = text_of(rich.source)
    if finding.rule == "heading-fake" and name is not None:
        return None  # a field without headings
    html = html_of(_text_repaired(text, finding, words), headings=name is None)
    if html == html_of(text, headings=name is None):
        return None
    if name is None:
        return block.normalize(html)
    changed = block.normalize(dict(value))
    changed[name] = block.child_blocks[name].normalize(html)
    return changed


def _text_repaired(text: str, finding: Finding, words: str) -> str:
    if finding.rule == "lang-part-missing":
        return mark_line(text, finding.passage, finding.language)
    if finding.rule in LINK_RULES:
        return name_link(text, finding.excerpt, words)
    change = _LINES.get(finding.rule)
    return change(text, finding.excerpt) if change else text
