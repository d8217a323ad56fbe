"""What one press can put right in the composer, and what to do by hand there, in its own signs.

Most lists typed by hand need no repair here: lines with "-", "•" or "1." become real items.
"""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.checks.languages.catalog import language_name
from district_cms.publishing.editor.responses import suggestion

from ..models import UpdatePage
from .line_repairs import drop_signs, make_heading, make_list
from .notation import html_of, mark_line, name_link, text_of

LINK_RULES: Final = frozenset({"link-generic", "link-generic-in-context", "link-raw-url"})
"""What a link is to be named for."""

# The page editor's own words speak of controls that a plain box does not have.
_FIXES: Final = {
    "lang-part-missing": gettext_lazy(
        "Write [%(tag)s] and a space before the line that is in it. If only a few words are, or it "
        "is right as it is, confirm that."
    ),
    "lang-part-wrong": gettext_lazy(
        "Change the letters in brackets before the line: [es] stands for Spanish."
    ),
    "table-caption": gettext_lazy(
        "In a line above it, write “Table:” and a short title, such as “Table: Pages to read”."
    ),
    "caps-block": gettext_lazy(
        "Write it in lowercase letters. Put ** before and after the words that matter most: they "
        "become bold."
    ),
    "link-same-text": gettext_lazy(
        "Say in each link, between its brackets, what is different about the page that it opens."
    ),
}
_LABELS: Final = {
    "list-fake": gettext_lazy("Make these lines a list"),
    "list-item-mark": gettext_lazy("Delete the signs"),
    "heading-fake": gettext_lazy("Make this line a heading"),
}
_DONE: Final = {
    "list-fake": gettext_lazy("These lines are a list now."),
    "list-item-mark": gettext_lazy("The signs are deleted."),
    "heading-fake": gettext_lazy("This line is a heading now."),
}
_LINES: Final = {
    "list-fake": make_list,
    "list-item-mark": drop_signs,
    "heading-fake": make_heading,
}
_PRESS: Final = gettext_lazy("Press the button below, or confirm that it is right as it is.")
_NAME: Final = gettext_lazy(
    "Type the name of the page below, such as “Spelling list, week 3”, and press the button."
)


def fix_of(finding: Finding, *, has_button: bool) -> Any:
    """What to do about it in this form. `has_button` says that one press can put it right."""
    if has_button:
        return _NAME if finding.rule in LINK_RULES else _PRESS
    if finding.path and finding.rule in _FIXES:
        return _FIXES[finding.rule] % {"tag": finding.language}
    return finding.fix


def label_of(page: UpdatePage, finding: Finding) -> str:
    """ "Mark as Spanish", "Name this link"; "" where the composer cannot do it."""
    if finding.rule in LINK_RULES:
        return _("Name this link") if _repaired(page, finding, "x") else ""
    offered = suggestion(finding)
    label = offered["label"] if offered else _LABELS.get(finding.rule, "")
    return str(label) if label and _repaired(page, finding, "") else ""


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


def _repaired(page: UpdatePage, finding: Finding, words: str) -> list[Any]:
    """The blocks of the part with this one put right; none where that is not certain."""
    stream = getattr(page, finding.field or "", None)
    if not isinstance(stream, StreamValue) or not finding.path:
        return []
    index = finding.path[0]
    if not isinstance(index, int) or index >= len(stream):
        return []
    children = [(child.block_type, child.value, child.id) for child in stream]
    kind, value, key = children[index]
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
