"""Languages: does a screen reader use the right voice for each passage? (WCAG 3.1.2)"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from ..findings import Fault
from ..languages import could_be, is_too_short, language_of, passages, primary_language
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import BLOCK_TAGS, Document, Element
from .names import Names
from .words import clip, squeeze

_VOICE: Final = _(
    "A screen reader chooses its voice by the language, and in the wrong voice nobody "
    "understands it."
)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "lang-part-invalid",
        "3.1.2",
        "error",
        _("“%(excerpt)s” is not the code of a language."),
        _VOICE,
        _("Choose the language from the list. The code for Spanish is “es”."),
        needs="language",
    ),
    Rule(
        "lang-part-wrong",
        "3.1.2",
        "error",
        _("“%(excerpt)s” is marked as %(declared)s, but looks like %(detected)s."),
        _VOICE,
        _("Select the passage, and choose its language under “Language” below the text."),
        names_languages=True,
        needs="language",
    ),
    Rule(
        "lang-part-missing",
        "3.1.2",
        "warning",
        _(
            "This passage looks like %(detected)s, but is not marked as %(detected)s: "
            "“%(excerpt)s”."
        ),
        _VOICE,
        _(
            "Select the passage, and choose %(detected)s under “Language” below this text. Or "
            "confirm that it is right as it is."
        ),
        names_languages=True,
        needs="language",
        fix_without=_(
            "You cannot choose a language in this field. Confirm that it is right as it is."
        ),
    ),
    # The same fault in plain text, by where its language can be chosen.
    Rule(
        "lang-block-unmarked",
        "3.1.2",
        "warning",
        _("This looks like %(detected)s, but is not marked as %(detected)s: “%(excerpt)s”."),
        _VOICE,
        _(
            "If the whole block is in %(detected)s, choose it under “Language of the block”. Or "
            "confirm that it is right as it is."
        ),
        names_languages=True,
    ),
    Rule(
        "lang-page-unmarked",
        "3.1.2",
        "warning",
        _("This looks like %(detected)s, but the page is in %(declared)s: “%(excerpt)s”."),
        _VOICE,
        _(
            "If the whole page is in %(detected)s, choose it under “Language of this page”. If "
            "not, write this field in the language of the page, and put the %(detected)s words "
            "into a text, where you can choose their language. Or confirm that it is right as it "
            "is."
        ),
        names_languages=True,
    ),
    Rule(
        "lang-field-unmarked",
        "3.1.2",
        "warning",
        _(
            "This looks like %(detected)s, but screen readers read it as %(declared)s: "
            "“%(excerpt)s”."
        ),
        _VOICE,
        _(
            "Write this field in %(declared)s, and put the %(detected)s words into a text, where "
            "you can choose their language. Or confirm that it is right as it is."
        ),
        names_languages=True,
    ),
)

_NOT_TEXT: Final = word_set("script style template noscript")
# These elements hold what is only mentioned: the title of a book, a word of another language.
_TITLED: Final = word_set("i em cite q")
_LONGEST_TITLE: Final = 7  # words
_LONGEST: Final = 600  # letters, enough to detect the language of a marked passage
_LONGEST_BLOCK: Final = 10_000
# Someone who marked none of them needs only the first few; the whole page may be in that language.
_MOST_UNMARKED: Final = 10


def check_text_language(
    text: str, language: str = "en", *, rule: str = "lang-field-unmarked"
) -> list[Fault]:
    """Returns the fault of a plain text with a passage in another language than `language`.

    `rule` is the one that says where the text's language can be chosen.
    """
    return [
        Fault(rule, clip(other.text), params=_languages(language, other.tag))
        for other in passages(squeeze(text), language)[:1]
    ]


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields passages with a wrong language, and those in another language that are not marked."""
    declared: dict[Element, str] = {}
    for element in document.with_attribute("lang"):
        if element is document.root or not element.get("lang"):
            continue
        declared[element], fault = _check_marked(element, document)
        if fault is not None:
            yield fault
    unmarked = _check_unmarked(document, _language_around(document), declared)
    yield from islice(unmarked, _MOST_UNMARKED)


def _language_around(document: Document) -> str:
    """Returns the language of unmarked text, "" if it is not known."""
    if not document.is_whole:
        return document.language
    language = primary_language(document.root.get("lang", ""))
    return language if could_be(text_of_page(document), language) else ""


def text_of_page(document: Document) -> str:
    """Returns words of a whole document in its own language, with those of its title."""
    titles = [squeeze(title.text or "") for title in document.tagged("title")[:1]]
    return " ".join((*titles, text_in(document.root, document)))


def _check_marked(element: Element, document: Document) -> tuple[str, Fault | None]:
    """Returns the language that an element declares, "" if that is wrong, and the fault."""
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


def _check_unmarked(
    document: Document, page: str, declared: Mapping[Element, str]
) -> Iterator[Fault]:
    """Yields the passages in another language than the text around them.

    The text of a block ends where the next block begins.
    """
    within_lines = (element for element in declared if element.tag not in BLOCK_TAGS)
    blocks = document.root.iterdescendants(*BLOCK_TAGS)
    for element in chain((document.root,), blocks, within_lines):
        if _holds_no_passage(element):
            continue
        language = _language_at(element, page, declared)
        if not language or not document.is_perceivable(element):
            continue
        for other in passages(_own_text(element, document), language):
            params = (*_languages(language, other.tag), ("passage", other.text))
            place = document.selector(element)
            yield Fault("lang-part-missing", clip(other.text), place, params)


def _holds_no_passage(element: Element) -> bool:
    """True if the element has a word or two, or contains only other blocks. A fast check for table
    cells and rows."""
    if not len(element):
        return is_too_short(element.text or "")
    return not (element.text or "").strip() and all(
        child.tag in BLOCK_TAGS and not (child.tail or "").strip()
        for child in element.iterchildren()
    )


def _own_text(element: Element, document: Document) -> str:
    if not len(element):
        return squeeze(element.text or "")[:_LONGEST_BLOCK]
    return text_in(element, document, BLOCK_TAGS, longest=_LONGEST_BLOCK, without_titles=True)


def _language_at(element: Element, page: str, declared: Mapping[Element, str]) -> str:
    """Returns the language that the closest ancestor declares, "" if it is not known."""
    current: Element | None = element if declared else None
    while current is not None:
        if current in declared:
            return declared[current]
        current = current.getparent()
    return page


def text_in(
    element: Element,
    document: Document,
    apart: Iterable[str] = frozenset(),
    *,
    longest: int = _LONGEST,
    without_titles: bool = False,
) -> str:
    """Returns the words inside an element in its language, with descriptions of pictures.

    Skips elements with one of the tags `apart`, and titles of works if `without_titles`. Stops
    after about `longest` letters.
    """
    parts: list[str] = []
    length = 0
    waiting: list[Element | str] = [element]
    while waiting and length < longest:
        current = waiting.pop()
        if isinstance(current, str):
            parts.append(current)
            length += len(current)
            continue
        inside = current is element or not (current.tag in apart or current.get("lang"))
        if not inside or current.tag in _NOT_TEXT or not document.is_shown(current):
            continue
        if without_titles and current.tag in _TITLED and _reads_like_title(current):
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


def _reads_like_title(element: Element) -> bool:
    """True for a few words in their own element that are no sentence: a book, a song, a new
    word."""
    words = squeeze("".join(map(str, element.itertext())))
    return not words.endswith((".", "!", "?")) and words.count(" ") < _LONGEST_TITLE


def languages(declared: str, text: str) -> tuple[tuple[str, str], ...]:
    """Returns the params of a fault: the declared language and the detected one."""
    return _languages(declared, language_of(text))


def _languages(declared: str, detected: str) -> tuple[tuple[str, str], ...]:
    return (("declared", declared), ("detected", detected))
