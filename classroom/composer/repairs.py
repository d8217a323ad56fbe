"""Repairs that the composer offers as buttons, and their undo.

Most lists typed by hand need no repair: lines with "-", "•" or "1." become real list items."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.accessibility.lists import Item, typed_item, typed_lists
from district_cms.checks.accessibility.words import clip
from district_cms.checks.findings import Finding
from district_cms.checks.languages.catalog import language_name
from district_cms.people.models import User
from district_cms.publishing.editor.live_check import suggestion

from ..models import UpdatePage
from .notation import Child, can_show, html_of, mark_line, name_link, plain_words, sign_of, text_of

_FIRST_LEVEL: Final = "## "


def make_list(text: str, excerpt: str) -> str:
    """Turns the lines of a list typed by hand into items: "a) ink" becomes "1. ink"."""
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if line.strip()]
    # A real item or heading ends the hand-typed list; an empty line between paragraphs does not.
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
    """Turns the first line with this text into a heading, of the level of the previous one."""
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
    """Removes typed signs from items of a real list: "- • ink" becomes "- ink". Starts at the first
    item with this text and stops at the end of its list."""
    lines = text.splitlines()
    in_list = False
    for place, line in enumerate(lines):
        sign = sign_of(line)
        is_item = bool(sign) and not sign.startswith("#")
        rest = line.strip()[len(sign) :] if is_item else ""
        in_list = is_item and (in_list or clip(plain_words(rest)) == excerpt)
        item = typed_item(rest) if in_list else None
        if item is not None and not item.is_numbered:
            lines[place] = sign + _without_sign(rest, item)
    return "\n".join(lines)


def _without_sign(line: str, item: Item) -> str:
    """Returns the line without the typed sign; links and bold stay."""
    item_typed = typed_item(line)
    return item_typed.words if item_typed else item.words


_LINE_REPAIRS: Final = {
    "list-fake": (
        gettext_lazy("Make these lines a list"),
        gettext_lazy("These lines are a list now."),
        make_list,
    ),
    "list-item-mark": (
        gettext_lazy("Delete the symbols"),
        gettext_lazy("The symbols are deleted."),
        drop_signs,
    ),
    "heading-fake": (
        gettext_lazy("Make this line a heading"),
        gettext_lazy("This line is a heading now."),
        make_heading,
    ),
}
"""By rule: the label of the button, the message afterwards, and the function that changes the
text."""
_TABLE_REPAIRS: Final = {
    "table-caption": gettext_lazy("The table has its title now."),
    "table-empty-header": gettext_lazy("The table has its title and its headings now."),
    "table-no-headers": gettext_lazy("The table has its headings now."),
}
"""By rule: the message after the repair."""
LINK_RULES: Final = frozenset({"link-generic", "link-generic-in-context", "link-raw-url"})
_LONGEST_LINE: Final = 80
_ENDS: Final = ".!?;"


@dataclass(frozen=True, slots=True)
class Repair:
    """The effect of a button: its label, the message afterwards, the resulting blocks of the part,
    and the question beside the button ("" for none)."""

    label: str
    done: str
    children: list[Child]
    prompt: str = ""


def repair_for(page: UpdatePage, finding: Finding, words: str = "") -> Repair | None:
    """Returns the repair of a finding, with the author's words; None if the result is not
    certain."""
    stream, path = getattr(page, finding.field or "", None), finding.path
    if not isinstance(stream, StreamValue) or not path:
        return None
    index = path[0]
    if not isinstance(index, int) or index >= len(stream):
        return None
    words = words if words.strip() else "x"
    block = stream[index].block
    children = [(child.block_type, child.value, child.id) for child in stream]
    kind, value, key = children[index]
    if finding.rule in _TABLE_REPAIRS and isinstance(value, Mapping) and "data" in value:
        return _table_repair(block, finding, children, index, words)
    changed = _changed(block, value, finding, words)
    if changed is None:
        return None
    children[index] = (kind, changed, key)
    if finding.rule in LINK_RULES:
        return Repair(
            _("Name this link"),
            _("The link has its name now."),
            children,
            _("What does the link open?"),
        )
    if finding.rule in _LINE_REPAIRS:
        label, after, _change = _LINE_REPAIRS[finding.rule]
        return Repair(str(label), str(after), children)
    suggested = suggestion(finding)
    done = _("Marked as %(language)s.") % {"language": language_name(finding.language)}
    return Repair(suggested["label"], done, children) if suggested else None


def _table_repair(
    block: Any, finding: Finding, children: list[Child], index: int, words: str
) -> Repair | None:
    kind, value, key = children[index]
    before, prompt = children[:index], ""
    if suggested := suggestion(finding, value):  # the first row is the title or the header
        label, changed = suggested["label"], {**value, **_headings(value)}
        if title := suggested.get("title"):
            changed |= {"data": value["data"][1:], "table_caption": title}
    elif finding.rule != "table-caption":
        return None
    elif title := _title_above(before):
        label, changed = _("Make the line above it the title"), {**value, "table_caption": title}
        before = [*before[:-1], *_without_last_line(before[-1])]
    else:
        label, prompt = _("Give the table this title"), _("What is the table about?")
        changed = {**value, "table_caption": " ".join(words.split())}
    after = [(kind, block.normalize(changed), key), *children[index + 1 :]]
    return Repair(label, str(_TABLE_REPAIRS[finding.rule]), [*before, *after], prompt)


def _headings(value: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields of a table whose first row is its header; keeps a header column."""
    beside = value.get("table_header_choice") in {"column", "both"}
    return {
        "table_header_choice": "both" if beside else "row",
        "first_row_is_table_header": True,
        "first_col_is_header": beside,
    }


def _title_above(before: list[Child]) -> str:
    """Returns the title in the line right above the table, if it ends with a colon or is all
    bold."""
    if not before or before[-1][0] != "prose" or not can_show(before[-1][1].source):
        return ""
    value = before[-1][1]
    line = text_of(value.source).rpartition("\n")[2].strip()
    words = plain_words(line)
    bold = f"**{words}**"
    if sign_of(line) or line not in {words, bold} or not words.strip(" :"):
        return ""
    if len(words) > _LONGEST_LINE or any(sign in words for sign in _ENDS):
        return ""
    return words.rstrip(" :") if words.endswith(":") or line == bold else ""


def _without_last_line(child: Child) -> list[Child]:
    kind, value, key = child
    text = text_of(value.source).rpartition("\n")[0].rstrip()
    return [(kind, type(value)(html_of(text)), key)] if text else []


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
    if finding.rule in _LINE_REPAIRS:
        return _LINE_REPAIRS[finding.rule][2](text, finding.excerpt)
    return text


_A_DAY: Final = 24 * 60 * 60  # seconds


def undo_token(page: UpdatePage, user: User, field: str, before: StreamValue) -> str:
    """Returns a signed token that restores this part of the account's draft to `before`, unless it
    has changed in between."""
    content = {"field": field, "was": list(before.get_prep_value()), "is": _digest(page, field)}
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return signing.dumps(plain, salt=_salt(page, user), compress=True)


def undo(page: UpdatePage, user: User, token: str) -> bool:
    """Restores the part of the page in memory. Returns False if it has changed since, or the token
    does not belong to this draft."""
    try:
        content = signing.loads(token, salt=_salt(page, user), max_age=_A_DAY)
    except signing.BadSignature:
        return False
    field = content["field"]
    if content["is"] != _digest(page, field):
        return False
    setattr(page, field, getattr(page, field).stream_block.to_python(content["was"]))
    return True


def _salt(page: UpdatePage, user: User) -> str:
    return f"classroom.composer.undo:{page.pk}:{user.pk}"


def _digest(page: UpdatePage, field: str) -> str:
    blocks = list(getattr(page, field).get_prep_value())
    words = json.dumps(blocks, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()
