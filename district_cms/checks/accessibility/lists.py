"""Lists: are they told as lists? (WCAG 1.3.1)"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .dom import Document, Element, is_presentational, markup, role
from .names import Names
from .words import clip, squeeze, word_set

_SAID_OF_LISTS: Final = _(
    "A screen reader says how many items a list has, and lets people skip it."
)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "list-structure",
        "1.3.1",
        "error",
        "html",
        _("A list is not built as a list (%(excerpt)s)."),
        _SAID_OF_LISTS,
        _(
            "Remove the list and make it again with the list button. If you did not paste it, "
            "tell the web team."
        ),
    ),
    Rule(
        "list-fake",
        "1.3.1",
        "warning",
        "both",
        _("The lines from “%(excerpt)s” on look like a list typed by hand."),
        _SAID_OF_LISTS,
        _("Remove the symbols or numbers, select the lines and choose the list button."),
    ),
)

_LISTS: Final = word_set("menu ol ul")
_LIST_ROLES: Final = word_set("directory list")
_UNSEEN: Final = word_set("script template style noscript")
_IN_GROUPS: Final = word_set("dt dd") | _UNSEEN

# Signs that people type for a bullet. Dashes and stars begin other things as well.
_BULLETS: Final = "•◦▪▫●○■□‣\u2043∙·►▶➢➤➔→✓✔☐☑❖✦★☆"
_TYPED: Final = "-–*+>"
_MARK: Final = re.compile(
    rf"\s*(?:(?P<bullet>[{_BULLETS}])|(?P<typed>[{re.escape(_TYPED)}])(?=\s)"
    r"|(?P<open>\()?(?P<item>[0-9]{1,2}|[a-zA-Z])(?P<close>[.)])(?=\s))\s*(?=\S)"
)
_FEWEST_BULLETS: Final = 2
_FEWEST_TYPED: Final = 3
# How such a line begins, before anything else of it is read.
_START: Final = re.compile(
    rf"\s*(?:[{_BULLETS}]|[{re.escape(_TYPED)}](?:\s|$)|\(?\w{{1,2}}[.)](?:\s|$))"
)
_LINES: Final = re.compile(r"[\r\n]+")
_MOST_LINES: Final = 2000
_LONGEST_LINE: Final = 2000


def check_list_lines(text: str) -> list[Fault]:
    """Return the fault of a plain text in which lines are a list typed by hand, each list once."""
    lines = _LINES.split(text)[:_MOST_LINES]
    return [Fault("list-fake", clip(first)) for first, _index in _fake_lists(lines)]


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the lists in a document, made by markup or typed by hand."""
    yield from _broken_items(document)
    yield from _broken_lists(document)
    yield from _typed_by_hand(document, names)


def _broken_items(document: Document) -> Iterator[Fault]:
    reported: set[Element] = set()
    for item in document.tagged("li"):
        parent = item.getparent()
        if parent is None or parent in reported or _holds_items(parent):
            continue
        if role(item) not in ("", "listitem") or not document.is_perceivable(item):
            continue
        reported.add(parent)
        yield Fault("list-structure", markup(item), document.selector(item))
    for part in document.tagged("dt", "dd"):
        parent = part.getparent()
        if parent is not None and parent.tag == "div":
            parent = parent.getparent()
        if parent is None or parent in reported or parent.tag == "dl":
            continue
        if role(part) or not document.is_perceivable(part):
            continue
        reported.add(parent)
        yield Fault("list-structure", markup(part), document.selector(part))


def _holds_items(parent: Element) -> bool:
    explicit = role(parent)
    if explicit in _LIST_ROLES or is_presentational(parent):
        return True
    return parent.tag in _LISTS and explicit in ("", "group")


def _broken_lists(document: Document) -> Iterator[Fault]:
    for one in document.tagged("ul", "ol", "menu", "dl"):
        if role(one) not in ("", "list") or not document.is_perceivable(one):
            continue
        stray = _stray(one, document)
        if stray:
            yield Fault("list-structure", stray, document.selector(one))


def _stray(one: Element, document: Document) -> str:
    """Return what stands in a list outside its items, or an empty string."""
    text = one.text
    if text and not text.isspace() and squeeze(text):
        return clip(text)
    for child in one:
        text = child.tail
        if text and not text.isspace() and squeeze(text):
            return clip(text)
        tag = child.tag
        if not isinstance(tag, str) or (tag == "li" and one.tag != "dl"):
            continue
        if one.tag == "dl":
            fits = tag in _IN_GROUPS or (
                tag == "div" and all(part.tag in _IN_GROUPS for part in child.iterchildren("*"))
            )
        else:
            fits = tag in _UNSEEN or role(child) == "listitem"
        if not fits and document.is_perceivable(child) and not is_presentational(child):
            return markup(child)
    return ""


def _typed_by_hand(document: Document, names: Names) -> Iterator[Fault]:
    """Yield lists typed as paragraphs in a row, or as the lines of one paragraph."""
    row: list[tuple[Element, str]] = []
    broken = {line_break.getparent() for line_break in document.tagged("br")}
    for paragraph in document.tagged("p"):
        text = (paragraph.text or "")[:_LONGEST_LINE]
        if paragraph in broken:
            lines = _lines(paragraph, text, names)
        elif _START.match(text) or (not text.strip() and len(paragraph)):
            lines = [names.content(paragraph)]
        elif not row:
            continue
        else:
            lines = []
        if lines and not document.is_perceivable(paragraph):
            lines = []
        if row and not (lines and _follows(row[-1][0], paragraph)):
            yield from _told(row, document)
            row = []
        row.extend((paragraph, line) for line in lines)
    yield from _told(row, document)


def _told(row: Sequence[tuple[Element, str]], document: Document) -> Iterator[Fault]:
    for line, index in _fake_lists([line for _paragraph, line in row]):
        yield Fault("list-fake", clip(line), document.selector(row[index][0]))


def _follows(before: Element, paragraph: Element) -> bool:
    return paragraph.getprevious() is before and not (before.tail or "").strip()


def _lines(paragraph: Element, text: str, names: Names) -> list[str]:
    """Return the lines of a paragraph, none if none of them begins like an item of a list."""
    lines = [text]
    for child in paragraph.iterchildren("*"):
        if child.tag == "br":
            lines.append("")
        else:
            lines[-1] += names.content(child)
        lines[-1] += (child.tail or "")[:_LONGEST_LINE]
    return lines[:_MOST_LINES] if any(map(_START.match, lines)) else []


def _fake_lists(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the first line, and its index, of each run of lines that is a list typed by hand."""
    run: list[tuple[int, re.Match[str]]] = []
    for index, line in enumerate((*lines, "")):
        mark = _MARK.match(line)
        if run and (mark is None or not _continues(run, mark)):
            if _is_list(run):
                yield squeeze(lines[run[0][0]]), run[0][0]
            run = []
        if mark is not None:
            run.append((index, mark))


def _continues(run: Sequence[tuple[int, re.Match[str]]], mark: re.Match[str]) -> bool:
    last = run[-1][1]
    if last["item"] is None or mark["item"] is None:
        return (
            mark["bullet"] == last["bullet"]
            and mark["typed"] == last["typed"]
            and (mark["item"] == last["item"])
        )
    if (last["open"], last["close"]) != (mark["open"], mark["close"]):
        return False
    return _number(mark["item"]) == _number(last["item"]) + 1


def _number(item: str) -> int:
    return int(item) if item.isdecimal() else 1000 + ord(item)


def _is_list(run: Sequence[tuple[int, re.Match[str]]]) -> bool:
    first = run[0][1]
    if first["bullet"]:
        return len(run) >= _FEWEST_BULLETS
    if first["typed"]:
        return len(run) >= _FEWEST_TYPED
    begins = first["item"] in ("1", "a", "A")
    return begins and len(run) >= _FEWEST_TYPED
