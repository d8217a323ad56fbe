"""Finds text laid out by hand: letters, paragraphs and columns separated by spaces and breaks.

After WCAG 1.3.1 and 1.3.2 (failures F32 and F33). These rules only ask; they never block.
"""

import re
from collections.abc import Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..dom import BLOCK_TAGS, Document, Element
from ..names import Names
from ..words import clip, squeeze
from .text import plain_text

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "letters-apart",
        "1.3.2",
        "warning",
        _("There are spaces between the letters of “%(excerpt)s”."),
        _("A screen reader spells it letter by letter, and the search does not find it."),
        _("Write it without spaces, and use a heading or bold to make it stand out."),
    ),
    Rule(
        "breaks-for-paragraphs",
        "1.3.1 advice",
        "warning",
        _("The text starting with “%(excerpt)s” is one paragraph, divided by empty lines."),
        _("A screen reader goes from paragraph to paragraph, but cannot skip a part of this one."),
        _("Press Enter once at the end of each paragraph, and delete the empty lines."),
    ),
    Rule(
        "columns-by-spaces",
        "1.3.1",
        "warning",
        _("The columns starting with “%(excerpt)s” are made with spaces."),
        _("A screen reader reads across them, and on a phone they no longer line up."),
        _("Put them into a table, or write each line as a sentence."),
        needs="table",
        fix_without=_("Write each line as a sentence."),
    ),
    Rule(
        "picture-of-signs",
        "1.1.1",
        "warning",
        _("“%(excerpt)s” seems to be a picture drawn with letters and symbols."),
        _("A screen reader says the name of each symbol, and nobody would guess the picture."),
        _("Use a picture with a description, or delete it."),
        needs="picture",
        fix_without=_("Delete it, or say in words what it shows."),
    ),
    Rule(
        "blank-lines",
        "1.3.1 advice",
        "warning",
        _("There are %(count)s empty lines after “%(excerpt)s”."),
        _("A screen reader says “blank” at each, and many people think that the page ends there."),
        _("Delete the empty lines: paragraphs and headings already have space around them."),
    ),
    Rule(
        "underlined",
        "1.4.1 advice",
        "warning",
        _("“%(excerpt)s” is underlined, but is not a link."),
        _("On a website an underline means a link."),
        _("Use bold for what matters most."),
        needs="bold",
    ),
)

# "W E L C O M E": shorter words are rare. The letters of an exercise come in order, or with commas,
# or are the vowels.
_APART: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_] ){4,60}[^\W\d_](?![^\W_])")
_IN_ORDER: Final = ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnñopqrstuvwxyz", "aeiouy")
# The answers to a test, and musical notes.
_ANSWERS: Final = frozenset("abcdefg")
_LETTERS_TAUGHT: Final = re.compile(
    r"\b(?:letters?|sounds?|letras?|sonidos?|vowels?|spell(?:ed)?|unscrambled?|acronyms?|initials"
    r"|deletre\w+|se escribe|siglas?|iniciales)\b",
    re.IGNORECASE,
)
_FEWEST_DIFFERENT: Final = 3
_MOST_TEXT: Final = 40_000
# Letters, poems and addresses use line breaks. Parts of this length are paragraphs.
_LONG: Final = 60
_FEWEST_BLANK: Final = 2
# Three spaces that a browser preserves, between words. A blank to fill in has no word on one side.
_GAP: Final = "\xa0\xa0"
# One greedy run and nothing more: a pattern with three parts would take cubic time. The preserved
# spaces are counted afterwards.
_GAP_IN_TEXT: Final = re.compile(r"(?<=\w)[ \xa0]{3,}+(?=\w)")
_GAP_IN_CODE: Final = re.compile(r"(?<=[\w.:)]) {3,}(?=\w)")
_FEWEST_GAPS: Final = 3
# "___ + 4 = 9": a blank to fill in is not part of a drawing.
_TO_FILL_IN: Final = re.compile(r"(?<!\S)_{2,}+(?!\S)")
_STROKES: Final = frozenset("/\\|_-()<>^*=~.o'\"`")
_FEWEST_SIGNS: Final = 8
_LONGEST_STROKE: Final = 15
_EXCERPT: Final = 60
_LINK: Final = frozenset({"a"})
_MOST_ASKED: Final = 3
_SHORTEST_UNDERLINED: Final = 3


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of text laid out by hand."""
    plain = document.once(plain_text)
    yield from _spelled(document, names)
    if document.tagged("br"):
        yield from _broken(document)
    for element in (*document.tagged("pre"), *_of_short_lines(document)):
        if _holds_blocks(element) or not document.is_perceivable(element):
            continue
        if _is_drawn("".join(map(str, element.itertext()))):
            yield Fault(
                "picture-of-signs",
                clip(names.content(element), _EXCERPT),
                document.selector(element),
            )
    if _GAP in plain or document.tagged("pre"):
        yield from _in_columns(document, names)
    yield from _blank(document, names)
    yield from _underlined(document, names)


def _spelled(document: Document, names: Names) -> Iterator[Fault]:
    for element in document.tagged("p", "h2", "h3", "h4", "li", "td", "th", "div"):
        words = "" if _holds_blocks(element) else _letters_apart(names.content(element))
        if words and document.is_perceivable(element):
            yield Fault("letters-apart", clip(words), document.selector(element))


def _letters_apart(text: str) -> str:
    for found in _APART.finditer(text):
        letters = found[0].replace(" ", "").lower()
        is_exercise = (
            len(set(letters)) < _FEWEST_DIFFERENT
            or _ANSWERS.issuperset(letters)
            or any(letters in row for row in _IN_ORDER)
            or _LETTERS_TAUGHT.search(text[: found.start()])
        )
        if not is_exercise and (found[0].isupper() or found[0].islower()):
            return found[0]
    return ""


def _broken(document: Document) -> Iterator[Fault]:
    """Yields the paragraphs in which two line breaks replace the end of a paragraph."""
    for element in document.tagged("p", "div", "li", "td"):
        if len(element) < 2 or not document.is_perceivable(element):
            continue
        parts = _parted(element)
        long = [part for part in parts if len(part) >= _LONG]
        if len(long) > 1 and len(long) * 2 >= len(parts):
            yield Fault("breaks-for-paragraphs", clip(long[0]), document.selector(element))


def _parted(element: Element) -> list[str]:
    """Returns the texts of an element, split at two or more line breaks in a row and at blocks. The
    text inside a block is checked with that block."""
    parts = [element.text or ""]
    breaks = 0
    for child in element:
        if child.tag == "br":
            breaks += 1
        else:
            if child.tag in BLOCK_TAGS:
                parts.append("")
            elif isinstance(child.tag, str):
                parts[-1] += "".join(map(str, child.itertext()))
            breaks = 0
        tail = child.tail or ""
        if tail.strip():
            if breaks > 1:
                parts.append("")
            breaks = 0
            parts[-1] += tail
    return [squeeze(part) for part in parts if squeeze(part)]


def _of_short_lines(document: Document) -> list[Element]:
    """Returns the paragraphs whose first line is very short: a drawing begins like that."""
    around = dict.fromkeys(line.getparent() for line in document.tagged("br"))
    paragraphs = (one for one in around if one is not None and one.tag == "p")
    return [one for one in paragraphs if 0 < len((one.text or "").strip()) <= _LONGEST_STROKE]


def _is_drawn(text: str) -> bool:
    """True if hardly any of the characters are letters or digits, and many are strokes."""
    signs = [char for char in _TO_FILL_IN.sub("", text) if not char.isspace()]
    letters = sum(map(str.isalnum, signs))
    strokes = sum(char in _STROKES for char in signs)
    return len(signs) >= _FEWEST_SIGNS and letters * 3 < len(signs) and strokes * 3 > len(signs)


def _in_columns(document: Document, names: Names) -> Iterator[Fault]:
    """Yields texts in which several lines have runs of preserved spaces."""
    for element in document.tagged("p", "pre", "div", "td", "li"):
        if not document.is_perceivable(element) or _holds_blocks(element):
            continue
        text = "".join(map(str, element.itertext()))
        gaps = _gaps(text[:_MOST_TEXT], is_kept=element.tag == "pre")
        if len(gaps) >= _FEWEST_GAPS and not _is_drawn(text):
            yield Fault(
                "columns-by-spaces",
                clip(names.content(element), _EXCERPT),
                document.selector(element),
            )


def _gaps(text: str, *, is_kept: bool) -> list[str]:
    """Returns the runs of spaces between words that a browser preserves."""
    if is_kept:
        return _GAP_IN_CODE.findall(text)
    return [gap for gap in _GAP_IN_TEXT.findall(text) if gap[:-1].count("\xa0") > 1]


def _blank(document: Document, names: Names) -> Iterator[Fault]:
    """Yields runs of two or more paragraphs with only a space or a line break. Skips entirely empty
    paragraphs, because they take no room."""
    reported = 0
    passed: set[Element] = set()
    for element in document.tagged("p"):
        if element in passed or not _is_blank(element):
            continue
        run = [element]
        for sibling in element.itersiblings("*"):
            if sibling.tag != "p" or not _is_blank(sibling):
                break
            run.append(sibling)
        passed.update(run)
        before = element.getprevious()
        if len(run) < _FEWEST_BLANK or before is None or run[-1].getnext() is None:
            continue
        words = names.content(before)
        if words and document.is_perceivable(element) and reported < _MOST_ASKED:
            reported += 1
            params = (("count", str(len(run))),)
            yield Fault("blank-lines", clip(words, _EXCERPT), document.selector(element), params)


def _is_blank(paragraph: Element) -> bool:
    if (paragraph.text or "").strip():
        return False
    text = "".join(map(str, paragraph.itertext()))
    if text.strip() or any(child.tag not in _EMPTY for child in paragraph.iterdescendants("*")):
        return False
    return bool(text) or next(paragraph.iterdescendants("br"), None) is not None


# Word's own empty element in a paragraph, and formatting without content.
_EMPTY: Final = ("br", "span", "b", "i", "strong", "em", "o:p", "font", "u")


def _underlined(document: Document, names: Names) -> Iterator[Fault]:
    reported = 0
    for element in document.tagged("u"):
        if document.nearest(element, _LINK) is not None:
            continue
        if next(element.iterdescendants("a"), None) is not None:
            continue
        words = names.content(element)
        if len(words) < _SHORTEST_UNDERLINED or not document.is_perceivable(element):
            continue
        yield Fault("underlined", clip(words), document.selector(element))
        reported += 1
        if reported == _MOST_ASKED:
            return


def _holds_blocks(element: Element) -> bool:
    """True if the element contains another block, whose text is read separately. Reading it again
    with every block around it would cost its depth times its length."""
    return next(element.iterdescendants(*BLOCK_TAGS), None) is not None
