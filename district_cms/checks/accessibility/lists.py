"""Lists: built as lists, not typed by hand with symbols or numbers (WCAG 1.3.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, is_presentational, markup, role
from .names import Names
from .prose.lines import Line, Lines
from .words import clip, squeeze

_SAID_OF_LISTS: Final = _(
    "A screen reader says how many items a list has, and lets people skip it."
)


_LISTS: Final = word_set("menu ol ul")
_LIST_ROLES: Final = word_set("directory list")
_UNSEEN: Final = word_set("script template style noscript")
_IN_GROUPS: Final = word_set("dt dd") | _UNSEEN


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
    for list_element in document.tagged("ul", "ol", "menu", "dl"):
        if role(list_element) not in ("", "list") or not document.is_perceivable(list_element):
            continue
        stray = _stray(list_element, document)
        if stray:
            yield Fault("list-structure", stray, document.selector(list_element))


def _stray(list_element: Element, document: Document) -> str:
    """Returns the content of a list outside its items, or an empty string."""
    text = list_element.text
    if text and not text.isspace() and squeeze(text):
        return clip(text)
    for child in list_element:
        text = child.tail
        if text and not text.isspace() and squeeze(text):
            return clip(text)
        tag = child.tag
        if not isinstance(tag, str) or (tag == "li" and list_element.tag != "dl"):
            continue
        if list_element.tag == "dl":
            fits = tag in _IN_GROUPS or (
                tag == "div" and all(part.tag in _IN_GROUPS for part in child.iterchildren("*"))
            )
        else:
            fits = tag in _UNSEEN or role(child) == "listitem"
        if not fits and document.is_perceivable(child) and not is_presentational(child):
            return markup(child)
    return ""


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "list-structure",
        "1.3.1",
        "error",
        _("A list is not built as a list (%(excerpt)s)."),
        _SAID_OF_LISTS,
        _(
            "Remove the list and make it again with the list button. If you did not paste it, "
            "tell the web team."
        ),
        needs="list",
        fix_without=_("Write its items as one sentence, or tell the web team."),
    ),
    Rule(
        "list-fake",
        "1.3.1",
        "warning",
        _("The lines starting with “%(excerpt)s” look like a list typed by hand."),
        _SAID_OF_LISTS,
        _(
            "Put each item on its own line with Enter, and remove the symbols or numbers. Then "
            "select the lines and choose “Bulleted list” or “Numbered list” in the toolbar."
        ),
        needs="list",
        fix_without=_(
            "You cannot use lists in this field. Write the items as one sentence, with commas "
            "between them."
        ),
    ),
    Rule(
        "list-item-mark",
        "1.3.1",
        "warning",
        _("“%(excerpt)s” is an item of a list, but begins with a symbol typed by hand."),
        _("A screen reader says that it is an item, and then reads the symbol aloud as well."),
        _("Delete the symbol: the list makes its own. Or confirm that it belongs there."),
    ),
)

# Symbols that people type, and programs paste, before an item. Musical notes are missing: they
# begin the lines of a song.
_SYMBOL: Final = (
    "(?![\u2669-\u266f])(?:[\u00a7\u00b7\u2022\u2023\u2043\u2219\u2190-\u21ff\u2300-\u23ff"
    "\u2460-\u24ff\u25a0-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff\ue000-\uf8ff"
    "\U0001f000-\U0001faff]|[0-9]\ufe0f?\u20e3|\\[[ xX]?\\])"
)
# Emoji consist of several characters: skin tones, variants, joiners.
_REST_OF_SYMBOL: Final = "[\u200d\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff]*"
_DASHES: Final = r"-{1,3}>?|[–—]{1,2}|[*]{1,2}|=>|>{1,2}|[+~»\u203a]"
# "-8 degrees" and "*81 on the phone" are no items: without a space, a letter must follow.
_MARK: Final = re.compile(
    rf"""\s*(?:
        (?P<symbol>{_SYMBOL}){_REST_OF_SYMBOL}\s*
      | (?P<dash>{_DASHES})(?:\s+|(?=[^\W\d_]))
      | (?P<circle>o)\s+
      | (?P<open>[(\#])?(?P<item>[0-9]{{1,2}})(?P<close>\.-|[.)]|:(?=\s)|\s?[-–](?=\s+\D)
          |(?<=\#\d)(?=\s))(?:\s+|(?=[^\W\d_]))
      | (?P<open_letter>\()?(?P<letter>[a-zA-Z]|[ivxIVX]{{2,4}})(?P<close_letter>[.)])\s+
    )(?=\S)""",
    re.VERBOSE,
)
# "- 8 degrees" is a negative number with a stray space, not an item.
_MEASURE: Final = re.compile(r"\d+\s*(?:°|degrees?\b|grados?\b|points?\b|puntos?\b)")
_BEGINS_PLAIN: Final = re.compile(r"\s*(?![ivxIVX]{2,4}[.)])[^\W\d_]{2}")
_WORD: Final = re.compile(r"[^\W\d_]{2}")
_INLINE: Final = re.compile(r"\s([•●▪■◦‣✓✔☐])\s*(?=\S)")
# The first character is a letter as well.
_SECOND: Final = 2
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")

# Characters that people type as bullets. Emoji before the items of a list are decoration.
_MARKS: Final = frozenset("-–*•·▪■◦‣●")

_FEWEST: Final = 2
# Different emoji, em dashes and initials ("A. Lincoln") begin other lines as well.
_FEWEST_UNSURE: Final = 3
_MOST_WORDS_AFTER_EMOJI: Final = 14
_MOST_WORDS_OF_NOTE: Final = 8
_FEWEST_INLINE: Final = 3

_SPOKEN: Final = re.compile(
    r"\b(?:said|says|asked|asks|replied|answered|whispered|shouted|cried"
    r"|dijo|dice|pregunt[óa]|respond(?:ió|e)|contest[óa]|grit[óa])\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.?!…][\"”’»)]*$")

_ANSWERED: Final = re.compile(r"\?[^?]")

_LINES: Final = re.compile(r"[\r\n]+")
_MOST_LINES: Final = 2000
_MOST_TEXTS: Final = 20
_LONGEST_LINE: Final = 2000


@dataclass(frozen=True, slots=True)
class Item:
    """A line that begins like an item: its symbol or number, and the words after it."""

    index: int
    sort: str
    sign: str
    number: int
    words: str

    @property
    def is_numbered(self) -> bool:
        return self.sort not in {"symbol", "dash"}


def check_list_lines(text: str) -> list[Fault]:
    """Returns one fault for each list typed by hand in a plain text."""
    lines = [line[:_LONGEST_LINE] for line in _LINES.split(text)[:_MOST_LINES] if line.strip()]
    return [Fault("list-fake", clip(lines[run[0].index])) for run in _lists(lines)]


def check(document: Document, _names: Names) -> Iterator[Fault]:
    """Yields broken lists, and lists typed as consecutive paragraphs or as lines of one
    paragraph."""
    yield from _broken_items(document)
    yield from _broken_lists(document)
    lines = document.once(Lines)
    row: list[Line] = []
    last: Element | None = None
    for paragraph in document.tagged("p"):
        may_hold_items = _may_hold_items(paragraph, lines)
        if row and not (may_hold_items and last is not None and _follows(last, paragraph)):
            yield from _typed_list_faults(row, document)
            row = []
        if may_hold_items:
            row += lines.of(paragraph)
        last = paragraph
    yield from _typed_list_faults(row, document)
    yield from _marked_items(document)


def _marked_items(document: Document) -> Iterator[Fault]:
    """Yields the first item with a typed symbol of each real list."""
    reported: set[Element] = set()
    for element in document.tagged("li"):
        around = element.getparent()
        if around is None or around in reported or not document.is_perceivable(element):
            continue
        words = squeeze("".join(map(str, islice(element.itertext(), _MOST_TEXTS)))[:_LONGEST_LINE])
        item = _item(words, 0) if words[:1] in _MARKS else None
        if item is not None and item.sort in {"dash", "symbol"}:
            reported.add(around)
            yield Fault("list-item-mark", clip(words), document.selector(element))


def typed_lists(lines: Sequence[str]) -> list[list[Item]]:
    """Returns each run of lines that is a list typed by hand, except lists within one line."""
    return [run for run in _lists(lines) if len(run) > 1]


def typed_item(line: str) -> Item | None:
    """Returns the line as an item; None if it does not begin like one."""
    return _item(line, 0)


def is_item(words: str) -> bool:
    """True if a line begins like an item of a list."""
    return _item(words, 0) is not None


def _may_hold_items(paragraph: Element, lines: Lines) -> bool:
    """A fast no for most paragraphs: they begin with a word."""
    return paragraph in lines.broken or not _BEGINS_PLAIN.match(paragraph.text or "")


def _follows(before: Element, paragraph: Element) -> bool:
    return paragraph.getprevious() is before and not (before.tail or "").strip()


def _typed_list_faults(row: Sequence[Line], document: Document) -> Iterator[Fault]:
    for run in _lists([line.words for line in row]) if row else ():
        first = row[run[0].index]
        yield Fault("list-fake", clip(first.words), document.selector(first.paragraph))


def _lists(lines: Sequence[str]) -> Iterator[list[Item]]:
    """Yields each run of lines that is a list typed by hand."""
    run: list[Item] = []
    for index, line in enumerate((*lines, "")):
        item = _item(line, index)
        if run and (item is None or not _continues(run, item)):
            if _is_list(run):
                yield run
            run = []
        if item is not None:
            run.append(item)
            if _is_list_in_one_line(item):
                yield run
                run = []


def _item(line: str, index: int) -> Item | None:
    found = _MARK.match(line)
    if found is None or not _WORD.search(line, found.end()):
        return None
    words = squeeze(line[found.end() :])
    if sign := found["symbol"]:
        # Boxes count as one symbol, whatever is in them, and so do circled numbers.
        sign = "[]" if sign[0] == "[" else "①" if sign[0].isdigit() else sign
        return Item(index, "symbol", sign, 0, words)
    if sign := found["dash"] or found["circle"]:
        # "*** Reminder ***" and "*only today*" are decorated text, not items.
        is_decorated = words.endswith(sign[0]) and sign[0] in "*~-"
        if is_decorated or _MEASURE.match(words):
            return None
        has_space = line[: found.end()].endswith((" ", "\u00a0", "\t"))
        return Item(index, "dash", sign, int(has_space), words)
    if found["item"]:
        sign = f"{found['open'] or ''}{found['close'].strip()}"
        return Item(index, "number", sign, int(found["item"]), words)
    letter = found["letter"]
    sign = f"{found['open_letter'] or ''}{found['close_letter']}"
    if letter.lower() in _ROMAN[1:]:
        return Item(index, "roman", sign, 1 + _ROMAN.index(letter.lower()), words)
    return Item(index, "letter", sign, ord(letter), words) if len(letter) == 1 else None


def _continues(run: Sequence[Item], item: Item) -> bool:
    last = run[-1]
    if item.sort == "roman" and item.number == _SECOND:
        return last.sign == item.sign and chr(last.number) in "iI"
    if item.sort != last.sort:
        return False
    if item.sort == "symbol":
        return True
    is_next = item.sort == "dash" or item.number == last.number + 1
    return is_next and item.sign == last.sign


def _is_list(run: Sequence[Item]) -> bool:
    first = run[0]
    if first.sort == "symbol":
        return _is_list_of_symbols(run)
    if first.sort == "dash":
        return len(run) >= _fewest_after_dash(run) and not _is_dialogue(run)
    if first.sort == "number":
        return first.number == 1 and len(run) >= _FEWEST
    if run[-1].sort == "roman":
        return True
    is_initial = first.sign == "." and chr(first.number).isupper()
    return chr(first.number) in "aA" and len(run) >= (_FEWEST_UNSURE if is_initial else _FEWEST)


def _fewest_after_dash(run: Sequence[Item]) -> int:
    """Returns how many lines make a list. An em dash also begins quoted speech or an author's name;
    "o" is a bullet in some programs, and the Spanish word for "or"."""
    first = run[0]
    if first.sign == "o":
        return _FEWEST_UNSURE
    if "—" not in first.sign or not any(
        item.words[:1].isupper() or _SENTENCE.search(item.words) for item in run
    ):
        return _FEWEST
    return _FEWEST_UNSURE if first.number else _MOST_LINES


def _is_list_of_symbols(run: Sequence[Item]) -> bool:
    if len({item.sign for item in run}) == 1:
        return len(run) >= _FEWEST
    longest = max(len(item.words.split()) for item in run)
    if len(run) >= _FEWEST_UNSURE:
        return longest <= _MOST_WORDS_AFTER_EMOJI
    are_notes = longest <= _MOST_WORDS_OF_NOTE and not any(
        _SENTENCE.search(item.words) for item in run
    )
    return len(run) >= _FEWEST and are_notes


def _is_list_in_one_line(item: Item) -> bool:
    """True for "• Paper • Glue • Tape"."""
    signs = [item.sign, *_INLINE.findall(item.words)]
    return item.sort == "symbol" and signs.count(item.sign) >= _FEWEST_INLINE


def _is_dialogue(run: Sequence[Item]) -> bool:
    """True if the lines are a dialogue: sentences of which one answers another, or most are
    questions or exclamations."""
    texts = [item.words for item in run]
    if any(map(_SPOKEN.search, texts)):
        return True
    ends = "".join(match[0][0] for text in texts if (match := _SENTENCE.search(text)))
    if len(ends) < len(run) or set(ends) == {"?"}:
        return False
    return _ANSWERED.search(ends) is not None or 2 * sum(map(ends.count, "?!")) >= len(run)
