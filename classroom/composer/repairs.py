"""Repairs that the composer offers as buttons, and their undo."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
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
from district_cms.checks.languages import is_right_to_left
from district_cms.checks.languages.catalog import language_name
from district_cms.people.models import User
from district_cms.publishing.editor.live_check import suggestion
from district_cms.schools.richtext.markup import parsed, written

from ..models import UpdatePage
from .rich_text import Child, leaves, words_of

_FIRST_LEVEL: Final = "h2"
Change = Callable[[Any, str], bool]
"""Changes a parsed text; returns False if there is nothing to change."""


def make_list(around: Any, excerpt: str) -> bool:
    """Turns the paragraphs of a list typed by hand into items: "a) ink" becomes the item "ink"."""
    # A real item or heading ends the hand-typed list.
    places = [each for each in leaves(around) if words_of(each)]
    words = ["" if each.tag != "p" else words_of(each) for each in places]
    for run in typed_lists(words):
        if clip(words[run[0].index]) != excerpt:
            continue
        first = places[run[0].index]
        items = first.makeelement("ol" if run[0].is_numbered else "ul")
        first.addprevious(items)
        for item in run:
            paragraph = places[item.index]
            _cut_sign(paragraph, item)
            paragraph.tag, paragraph.tail = "li", None
            items.append(paragraph)
        return True
    return False


def make_heading(around: Any, excerpt: str) -> bool:
    """Turns the first paragraph with this text into a heading, of the level of the previous one."""
    level = _FIRST_LEVEL
    for leaf in leaves(around):
        if leaf.tag.startswith("h"):
            level = leaf.tag
        elif leaf.tag == "p" and clip(words_of(leaf)) == excerpt:
            leaf.tag = level
            for bold in list(leaf.iter("b", "strong")):
                bold.drop_tag()
            return True
    return False


def drop_signs(around: Any, excerpt: str) -> bool:
    """Removes typed signs from the items of a real list, which has an item with this text."""
    for first in around.iter("li"):
        if clip(words_of(first)) != excerpt:
            continue
        for each in first.itersiblings("li", preceding=False):
            _drop_sign(each)
        return _drop_sign(first)
    return False


def _drop_sign(element: Any) -> bool:
    item = typed_item(words_of(element))
    return item is not None and not item.is_numbered and _cut_sign(element, item)


def _cut_sign(element: Any, item: Item) -> bool:
    """Removes the sign before the words of an item; links and bold stay."""
    texts = element.xpath(".//text()")
    words = words_of(element)
    sign = len("".join(words.removesuffix(item.words).split()))
    found = re.match(rf"\s*(?:\S\s*){{{sign}}}", "".join(texts))
    number = found.end() if found else 0
    for text in texts:
        parent, rest = text.getparent(), str(text[number:])
        number = max(0, number - len(text))
        if text.is_tail:
            parent.tail = rest
        else:
            parent.text = rest
        if not number:
            break
    return True


def mark_language(around: Any, passage: str, tag: str) -> bool:
    """Marks paragraphs and items that consist of these words."""
    wanted = " ".join(passage.split())
    marked = [each for each in leaves(around) if words_of(each) == wanted and not each.get("lang")]
    for each in marked if wanted else ():
        each.set("lang", tag)
        if is_right_to_left(tag):
            each.set("dir", "rtl")
    return bool(marked and wanted)


def name_link(around: Any, old: str, new: str) -> bool:
    """Gives new words to the first link with the words `old`."""
    for link in around.iter("a"):
        if new.strip() and " ".join(link.text_content().split()) == " ".join(old.split()):
            for inner in list(link):
                link.remove(inner)
            link.text = " ".join(new.split())
            return True
    return False


_LINE_REPAIRS: Final[Mapping[str, tuple[Any, Any, Change]]] = {
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
parsed text."""
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
    if not before or before[-1][0] != "prose":
        return ""
    around = parsed(before[-1][1].source)
    last = next(iter(leaves(around)[-1:]), None)
    if last is None or last.tag != "p":
        return ""
    words = words_of(last)
    is_bold = any(words_of(each) == words for each in last.iter("b", "strong"))
    if not words.strip(" :") or len(words) > _LONGEST_LINE or any(end in words for end in _ENDS):
        return ""
    return words.rstrip(" :") if words.endswith(":") or is_bold else ""


def _without_last_line(child: Child) -> list[Child]:
    kind, value, key = child
    around = parsed(value.source)
    around.remove(leaves(around)[-1])
    return [(kind, type(value)(written(around)), key)] if len(around) else []


def _changed(block: Any, value: Any, finding: Finding, words: str) -> Any:
    if finding.rule == "lang-block-unmarked" and "language" in block.child_blocks:
        marked = block.normalize(dict(value))
        marked["language"] = finding.language
        return marked
    name = finding.path[1] if len(finding.path) > 1 else None
    rich = value[name] if name in getattr(block, "child_blocks", ()) else value
    if not hasattr(rich, "source") or (finding.rule == "heading-fake" and name is not None):
        return None  # a field without headings
    around = parsed(rich.source)
    if not _text_changed(around, finding, words):
        return None
    if name is None:
        return block.normalize(written(around))
    changed = block.normalize(dict(value))
    changed[name] = block.child_blocks[name].normalize(written(around))
    return changed


def _text_changed(around: Any, finding: Finding, words: str) -> bool:
    if finding.rule == "lang-part-missing":
        return mark_language(around, finding.passage, finding.language)
    if finding.rule in LINK_RULES:
        return name_link(around, finding.excerpt, words)
    repair = _LINE_REPAIRS.get(finding.rule)
    return repair is not None and repair[2](around, finding.excerpt)


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
