"""Whole documents: title, language, reloading and zoom (WCAG 2.4.2, 3.1.1, …)."""

import re
from collections.abc import Iterator
from typing import Final

from ..findings import Fault
from ..languages import could_be, primary_language
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import phrase_set
from .dom import Document, Element, markup
from .language import languages, text_of_page
from .names import Names
from .words import bare_words, clip, squeeze

_TITLE: Final = _("The title is what search results, bookmarks and screen readers say first.")
_VOICE: Final = _("A screen reader chooses its voice by the language of the page.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "page-title",
        "2.4.2",
        "error",
        _("The page has no title."),
        _TITLE,
        _("Give it a title."),
    ),
    Rule(
        "page-title-generic",
        "2.4.2",
        "warning",
        _("“%(excerpt)s” could be the title of any page."),
        _TITLE,
        _("Say what the page is about, such as “Fractions: week of October 6”."),
    ),
    Rule(
        "page-lang-missing",
        "3.1.1",
        "error",
        _("The document does not say which language it is in."),
        _VOICE,
        _('Write it in the first tag: <html lang="en">.'),
    ),
    Rule(
        "page-lang-invalid",
        "3.1.1",
        "error",
        _("“%(excerpt)s” is not the code of a language."),
        _VOICE,
        _("Use a two-letter code, such as “en” or “es”."),
    ),
    Rule(
        "page-lang-mismatch",
        "3.1.1",
        "error",
        _("The document names two languages: %(excerpt)s."),
        _VOICE,
        _("Let both attributes say the same, or remove “xml:lang”."),
    ),
    Rule(
        "page-lang-wrong",
        "3.1.1",
        "error",
        _("The document is marked as %(declared)s, but reads like %(detected)s."),
        _VOICE,
        _("Name the language that the page is in."),
        names_languages=True,
    ),
    Rule(
        "page-refreshes",
        "2.2.1 2.2.4 3.2.5",
        "error",
        _("The page reloads by itself after %(seconds)s seconds."),
        _("People who read slowly, or listen, are interrupted."),
        _("Remove the “refresh”."),
    ),
    Rule(
        "page-zoom",
        "1.4.4",
        "error",
        _("The page cannot be enlarged (%(excerpt)s)."),
        _("Many people read larger text."),
        _("Remove “user-scalable” and “maximum-scale”."),
    ),
)

# Default titles that programs and people give.
_GENERIC: Final = phrase_set("""
    untitled, untitled document, untitled page, no title, new page, new document, new update,
    page, title, page title, title here, document, test, test page, draft, copy, tbd, todo,
    asdf, xxx, welcome, sin titulo, titulo, nueva pagina, pagina, documento, prueba, borrador,
    bienvenidos
""")
# "30", "30; URL=…" and "30, …" as HTML reads them: after the number a separator or nothing.
_REFRESH: Final = re.compile(r"\s*+([0-9]++)(?:\.[0-9.]*+)?(?:[\s;,].*)?", re.DOTALL)
# Seconds up to which a reader may not be able to finish: 20 hours, by 2.2.1.
_LONGEST_REFRESH: Final = 72_000
_LEAST_ZOOM: Final = 2.0
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_WIDTHS: Final = ("device-width", "device-height")


def check_title(title: str) -> list[Fault]:
    """Returns the fault of a page's title: empty, or too general."""
    words = squeeze(title)
    if not words:
        return [Fault("page-title")]
    bare = [word for word in bare_words(words) if not word.isdigit()]
    # A number or a symbol alone says no more than "page 2".
    return [Fault("page-title-generic", clip(words))] if not bare or tuple(bare) in _GENERIC else []


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of a whole document; of a fragment, only those of its `meta` elements."""
    if document.is_whole:
        yield from _check_title(document)
        yield from _check_language(document)
    if document.tagged("meta"):
        yield from _check_refresh(document)
        yield from _check_zoom(document)


def _check_title(document: Document) -> Iterator[Fault]:
    title = next((one for one in document.tagged("title") if _is_of_page(one)), None)
    words = "" if title is None else "".join(map(str, title.itertext()))
    for fault in check_title(words):
        yield Fault(fault.rule, fault.excerpt, "" if title is None else document.selector(title))


def _is_of_page(title: Element) -> bool:
    return not any(around.tag in ("svg", "template") for around in title.iterancestors())


def _check_language(document: Document) -> Iterator[Fault]:
    root = document.root
    declared = root.get("lang", "")
    other = root.get("xml:lang", "")
    if not declared.strip():
        yield Fault("page-lang-missing", markup(root))
        return
    language = primary_language(declared)
    if not language:
        yield Fault("page-lang-invalid", clip(declared))
        return
    if other.strip() and primary_language(other) != language:
        yield Fault("page-lang-mismatch", markup(root), params=(("other", clip(other, 40)),))
        return
    text = text_of_page(document)
    if not could_be(text, language):
        yield Fault("page-lang-wrong", clip(text), params=languages(language, text))


def _check_refresh(document: Document) -> Iterator[Fault]:
    for meta in document.tagged("meta"):
        if meta.get("http-equiv", "").strip().lower() != "refresh":
            continue
        match = _REFRESH.fullmatch(meta.get("content", ""))
        if match is None:
            continue
        # Browsers obey the first valid one.
        seconds = int(match[1][:9])
        if 0 < seconds <= _LONGEST_REFRESH:
            params = (("seconds", str(seconds)),)
            yield Fault("page-refreshes", markup(meta), document.selector(meta), params)
        return


def _check_zoom(document: Document) -> Iterator[Fault]:
    for meta in document.tagged("meta"):
        if meta.get("name", "").strip().lower() != "viewport":
            continue
        parts = re.split(
            r"[\s,;]+", re.sub(r"\s*=\s*", "=", meta.get("content", "")[:2000].lower())
        )
        settings = dict(part.split("=", 1) for part in parts if "=" in part)
        if _forbids_zoom(settings):
            yield Fault("page-zoom", markup(meta), document.selector(meta))


def _forbids_zoom(settings: dict[str, str]) -> bool:
    """Follows CSS Device Adaptation, which defines how browsers read values that are not
    numbers."""
    scalable = settings.get("user-scalable")
    if scalable is not None and scalable not in ("yes", *_WIDTHS):
        number = _NUMBER.match(scalable)
        if number is None or -1 < float(number[0]) < 1:
            return True
    largest = settings.get("maximum-scale")
    if largest is None or largest in _WIDTHS:
        return False
    number = _NUMBER.match(largest)
    # Browsers ignore a negative number; "yes" counts as 1, any other word as 0.1.
    return number is None or 0 <= float(number[0]) < _LEAST_ZOOM
