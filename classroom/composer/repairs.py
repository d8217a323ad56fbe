"""What one press can put right in the composer, and how it is taken back.

Most lists typed by hand need no repair here: lines with "-", "•" or "1." become real items.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.accessibility.lists import Item, typed_item, typed_lists
from district_cms.checks.accessibility.tables.repairing import headings_in_first_row
from district_cms.checks.accessibility.words import clip
from district_cms.checks.findings import Finding
from district_cms.checks.languages.catalog import language_name
from district_cms.people.models import User
from district_cms.publishing.editor.live_check import suggestion, title_of_table

from ..models import UpdatePage
from .notation import Child, can_show, html_of, mark_line, name_link, plain_words, sign_of, text_of
from .sheet import ROWS

_FIRST_LEVEL: Final = "## "


def make_list(text: str, excerpt: str) -> str:
    """The text with the lines of a list typed by hand as items: "a) ink" becomes "1. ink"."""
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if line.strip()]
    # A real item or heading ends what was typed by hand; an empty line between paragraphs does not.
    words = ["" if sign_of(lines[place]) else plain_words(lines[place]) for place in places]
    for run in typed_lists(words):
        if clip(words[run[0].index]) != excerpt:
            continue
        for item in run:
            place = places[item.index]
            lines[place] = ("1. " if item.is_numbered else "- ") + _without_sign(lines[place], item)
        first, last = places[run[0].index], places[run[-1].index]
        inner = [line for line in lines[first : last + 1] if line.strip()]
        return "\n".join([*lines[:first], *inner, *lines[last + 1 :]])
    return text


def make_heading(text: str, excerpt: str) -> str:
    """The text with the first line that says this as a heading, of the level of the one before."""
    lines, level = text.splitlines(), _FIRST_LEVEL
    for place, line in enumerate(lines):
        sign = sign_of(line)
        if sign.startswith("#"):
            level = sign
        if not sign and clip(plain_words(line)) == excerpt:
            lines[place] = level + line.replace("**", "").strip()
            return "\n".join(lines)
    return text


def drop_signs(text: str, excerpt: str) -> str:
    """The text without the signs that items of a real list begin with: "- • ink" becomes "- ink".
    From the first item that says this, to the end of its list."""
    lines = text.splitlines()
    begun = False
    for place, line in enumerate(lines):
        sign = sign_of(line)
        is_item = bool(sign) and not sign.startswith("#")
        rest = line.strip()[len(sign) :] if is_item else ""
        begun = is_item and (begun or clip(plain_words(rest)) == excerpt)
        item = typed_item(rest) if begun else None
        if item is not None and not item.is_numbered:
            lines[place] = sign + _without_sign(rest, item)
    return "\n".join(lines)


def _without_sign(line: str, item: Item) -> str:
    """The line behind the sign that was typed by hand: links and bold stay what they are."""
    found = typed_item(line)
    return found.words if found else item.words


TABLE_RULES: Final = frozenset({"table-caption", "table-no-headers", "table-empty-header"})
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
        changed = _changed_table(
            block, {**value, "data": rows, "table_caption": title}, headings=True
        )
        return [*before, (kind, changed, key), *after]
    if rule == "table-no-headers":
        if not headings_in_first_row(value.get("data")):
            return []
        changed = _changed_table(block, dict(value), headings=True)
        return [*before, (kind, changed, key), *after]
    if rule != "table-caption":
        return []
    if title := title_above(children, index):
        before = [*before[:-1], *_without_last_line(before[-1])]
    elif not (title := " ".join(words.split())):
        return []
    changed = _changed_table(block, {**value, "table_caption": title})
    return [*before, (kind, changed, key), *after]


def _changed_table(block: Any, value: dict[str, Any], *, headings: bool = False) -> Any:
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
_ASKED: Final = {
    "link": gettext_lazy("What does the link open?"),
    "table": gettext_lazy("What is the table about?"),
}


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


def prompt_for(page: UpdatePage, finding: Finding) -> str:
    """What the author is asked for beside the button; "" where the button alone is enough."""
    if finding.rule in LINK_RULES:
        return str(_ASKED["link"])
    table = _table_of(page, finding)
    if table is not None and needs_words(finding.rule, *table):
        return str(_ASKED["table"])
    return ""


def confirmation_of(finding: Finding) -> str:
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


_SALT: Final = "classroom.composer.undo"
_A_DAY: Final = 24 * 60 * 60  # seconds
_PARTS: Final = frozenset({"lesson", "curriculum", *ROWS})


def stored_blocks(page: UpdatePage, field: str) -> list[Any]:
    """The blocks of a part as they are stored."""
    return list(getattr(page, field).get_prep_value())


def token_of(page: UpdatePage, user: User, field: str, before: list[Any]) -> str:
    """What takes this part of this account's draft back to `before`, as long as nobody changes it
    again."""
    held = {
        "page": page.pk,
        "user": user.pk,
        "field": field,
        "was": before,
        "is": _mark(page, field),
    }
    plain = json.loads(json.dumps(held, cls=DjangoJSONEncoder))  # days as they are stored
    return signing.dumps(plain, salt=_SALT, compress=True)


def undo(page: UpdatePage, user: User, token: str) -> bool:
    """Put the part back in the page in memory. False where it was changed since, or the token is
    not one of this draft."""
    try:
        held = signing.loads(token, salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature:
        return False
    field = held["field"]
    if (held["page"], held["user"]) != (page.pk, user.pk) or field not in _PARTS:
        return False
    if held["is"] != _mark(page, field):
        return False
    setattr(page, field, getattr(page, field).stream_block.to_python(held["was"]))
    return True


def _mark(page: UpdatePage, field: str) -> str:
    words = json.dumps(stored_blocks(page, field), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()
