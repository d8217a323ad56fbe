"""Languages: can a voice read each passage as it is meant? (WCAG 3.1.2)"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from langcodes import Language, tag_is_valid
from langcodes.data_dicts import LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC
from lxml import etree

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .dom import BLOCK_TAGS, Document, Element
from .names import Names
from .speech import could_be, language_of, may_hold_other
from .words import clip, squeeze, word_set

_VOICE: Final = _(
    "A screen reader chooses its voice by the language; with the wrong one, no one understands it."
)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "lang-part-invalid",
        "3.1.2",
        "error",
        "both",
        _("“%(excerpt)s” is not the code of a language."),
        _VOICE,
        _("Choose the language from the list. The code for Spanish is “es”."),
    ),
    Rule(
        "lang-part-wrong",
        "3.1.2",
        "error",
        "both",
        _("“%(excerpt)s” is marked with the language code “%(told)s”, but reads like “%(found)s”."),
        _VOICE,
        _("Choose the language that the passage is in."),
    ),
    Rule(
        "lang-part-missing",
        "3.1.2",
        "warning",
        "both",
        _("“%(excerpt)s” reads like a different language (%(found)s) from the page (%(told)s)."),
        _VOICE,
        _("Choose the language of the passage, or confirm that it is right as it is."),
    ),
)

# A language with a code of two letters has no other: Spanish is "es", and "spa" is wrong.
_TOO_LONG: Final = {
    long
    for table in (LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC)
    for code, long in table.items()
    if len(code) == 2
}
_NOT_TEXT: Final = word_set("script style template noscript")
_LONGEST: Final = 600
# Who has marked none of them is told at the first few; the page may be in that language throughout.
_MOST_UNMARKED: Final = 10
# More than a year of a class's updates holds.
_MOST_TEXT: Final = 40_000


def check_text_language(text: str, language: str = "en") -> list[Fault]:
    """Return the fault of a plain text that surely is in another language than its page."""
    if not may_hold_other(f" {text} ", language) or could_be(text, language):
        return []
    return [Fault("lang-part-missing", clip(text), params=languages(language, text))]


@lru_cache(maxsize=512)
def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag, lower case: "es" for "es-MX"; "" if there is none."""
    try:
        primary = Language.get(tag, normalize=False).language or "und"
        if "-" in primary:  # registered as a whole, long ago: "i-klingon"
            primary = Language.get(tag).language or ""
    except ValueError:
        return ""
    # Of CLDR's own: "_" for "-", and words of four letters.
    is_foreign = "_" in tag or len(primary) > 3
    return "" if is_foreign or primary in _TOO_LONG or not tag_is_valid(primary) else primary


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield passages whose language is named wrongly, or not named and not the page's."""
    told: dict[Element, str] = {}
    for element in document.with_attribute("lang"):
        if element is document.root or not element.get("lang"):
            continue
        told[element], fault = _check_marked(element, document)
        if fault is not None:
            yield fault
    page = _language_around(document)
    plain = etree.tostring(document.root, encoding="unicode", method="text")[:_MOST_TEXT]
    if any(may_hold_other(plain, language) for language in {page, *told.values()} - {""}):
        yield from islice(_check_unmarked(document, page, told), _MOST_UNMARKED)


def _language_around(document: Document) -> str:
    """Return the language that text has where nothing else is said, "" if that is not known."""
    if not document.is_whole:
        return document.language
    told = primary_language(document.root.get("lang", ""))
    return told if could_be(text_of_page(document), told) else ""


def text_of_page(document: Document) -> str:
    """Return words of a whole document that have its own language, with those of its title."""
    titles = [squeeze(title.text or "") for title in document.tagged("title")[:1]]
    return " ".join((*titles, text_in(document.root, document)))


def _check_marked(element: Element, document: Document) -> tuple[str, Fault | None]:
    """Return the language that an element tells for what is inside, "" if that is wrong."""
    tag = element.get("lang", "")
    language = primary_language(tag)
    text = text_in(element, document)
    if not text:
        return language, None
    if not language:
        return "", Fault("lang-part-invalid", clip(tag), document.selector(element))
    if could_be(text, language):
        return language, None
    place = document.selector(element)
    return "", Fault("lang-part-wrong", clip(text), place, languages(language, text))


def _check_unmarked(document: Document, page: str, told: Mapping[Element, str]) -> Iterator[Fault]:
    """Yield the blocks of text that are in another language than what is around them.

    Each element hands its language down; the text of a block is what it holds up to the next.
    """
    waiting = [(document.root, page)]
    while waiting:
        element, language = waiting.pop()
        if element.tag in _NOT_TEXT or not document.is_perceivable(element):
            continue
        language = told.get(element, language)
        if language and element.tag in BLOCK_TAGS:
            text = text_in(element, document, BLOCK_TAGS)
            if may_hold_other(f" {text} ", language) and not could_be(text, language):
                place = document.selector(element)
                yield Fault("lang-part-missing", clip(text), place, languages(language, text))
        waiting.extend((child, language) for child in reversed(list(element.iterchildren("*"))))


def text_in(element: Element, document: Document, apart: Iterable[str] = frozenset()) -> str:
    """Return the words inside an element that have its language, descriptions included.

    Elements with one of the tags `apart` are left out.
    """
    parts: list[str] = []
    length = 0
    waiting: list[Element | str] = [element]
    while waiting and length < _LONGEST:
        current = waiting.pop()
        if isinstance(current, str):
            parts.append(current)
            length += len(current)
            continue
        inside = current is element or not (current.tag in apart or current.get("lang"))
        if not inside or current.tag in _NOT_TEXT or not document.is_shown(current):
            continue
        parts.append(current.text or "")
        parts.append(current.get("alt", ""))
        length += len(parts[-1]) + len(parts[-2])
        for child in current.iterchildren(reversed=True):
            if child.tail:
                waiting.append(child.tail)
            if isinstance(child.tag, str):
                waiting.append(child)
    return squeeze(" ".join(parts))


def languages(told: str, text: str) -> tuple[tuple[str, str], ...]:
    """Return the params of a fault: the language that is told, and the one that was found."""
    return (("told", told), ("found", language_of(text)))
