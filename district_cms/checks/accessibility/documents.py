"""Files to download: can a screen reader read them aloud, and does one find one's way in them?

WCAG holds for a linked file as for the page (its techniques PDF1 to PDF23 say how). These rules
read what an examination has found (`checks.documents`); whether the tags of a PDF tell the
truth, only a person can judge, and is not asked of every file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..documents import Examination, State
from ..findings import Fault
from .rules import Rule
from .words import clip, squeeze

RULES: Final = (
    # No criterion: what has not been read, or cannot be, is not passed.
    Rule("doc-not-examined", "", "error", "block"),
    Rule("doc-unreadable", "", "error", "block"),
    Rule("doc-encrypted", "1.1.1 1.3.1", "error", "block"),
    Rule("doc-image-only", "1.1.1 1.4.5", "error", "block"),
    Rule("doc-image-pages", "1.1.1 1.4.5", "warning", "block"),
    Rule("doc-untagged", "1.3.1 1.3.2", "error", "block"),
    # A description may be missing on purpose: not every program can mark decoration.
    Rule("doc-alt-missing", "1.1.1", "warning", "block"),
    Rule("doc-title", "2.4.2", "warning", "block"),
    Rule("doc-language", "3.1.1", "warning", "block"),
    Rule("doc-no-headings", "1.3.1", "warning", "block"),
    Rule("doc-slide-titles", "1.3.1 2.4.6", "warning", "block"),
    Rule("doc-sheet-names", "2.4.6", "warning", "block"),
    Rule("doc-recording", "1.2.1 1.2.2", "warning", "block"),
    Rule("doc-accessible", "1.1.1 1.3.1", "warning", "block"),
    Rule("doc-gone", "2.4.4 advice", "warning", "block"),
)

LONG_TEXT: Final = 500
"""Words (about two pages) from which a text without headings makes people search."""

LONG_PDF: Final = 4
"""Pages from which a PDF without headings does."""

# What programs put into a file that nobody has given a title.
_NO_TITLE: Final = re.compile(
    r"""(?:
        (?:microsoft\ (?:word|powerpoint|excel)\ -\ .*)
      | (?:powerpoint|presentaci[oó]n\ de)[\ -](?:presentation|powerpoint)
      | (?:untitled|sin\ t[ií]tulo|document|documento|presentation|presentaci[oó]n|book|libro)\ ?\d*
      | .*\.(?:docx?|pptx?|xlsx?|pdf|odt|odp|ods|indd|pub|pages)
      | (?:scan|img|image|doc)[-_ ]?\d{2,}.*
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file that a page links. `examination` is None until there is one of this very file."""

    title: str
    examination: Examination | None


def check_document(file: LinkedFile) -> list[Fault]:
    """Return the faults of one linked file, the gravest first; its title is the excerpt."""
    name, found = clip(file.title), file.examination
    if found is None:
        return [Fault("doc-not-examined", name)]
    if found.locked:
        return [Fault("doc-encrypted", name)]
    match found.state:
        case State.DAMAGED | State.FAILED:
            return [Fault("doc-unreadable", name)]
        case State.TOO_MUCH | State.UNKNOWN:
            return [Fault("doc-accessible", name)]
    if found.kind == "recording":
        return [Fault("doc-recording", name)]
    faults = [*_as_a_whole(found), *_in_part(found)]
    return [Fault(fault.rule, name, params=fault.params) for fault in faults]


def _as_a_whole(found: Examination) -> Iterator[Fault]:
    if found.kind == "pdf":
        if not found.has_text and found.pages_of_pictures:
            yield Fault("doc-image-only")
            return  # tags, title and the rest come with the new file
        if found.tagged is False:
            yield Fault("doc-untagged")
        if found.pages_of_pictures:
            yield Fault(
                "doc-image-pages",
                params=_params(count=found.pages_of_pictures, pages=found.pages_read),
            )


def _in_part(found: Examination) -> Iterator[Fault]:
    if found.kind == "pdf" and not found.has_text and found.pages_of_pictures:
        return
    if found.pictures_without_words:
        yield Fault(
            "doc-alt-missing",
            params=_params(count=found.pictures_without_words, pictures=found.pictures),
        )
    if found.title is not None and not is_title(found.title):
        yield Fault("doc-title")
    if found.language is not None and not squeeze(found.language):
        yield Fault("doc-language")
    if _is_long_without_headings(found):
        yield Fault("doc-no-headings")
    if found.slides_without_title:
        numbers = ", ".join(str(number) for number in found.slides_without_title)
        yield Fault("doc-slide-titles", params=_params(slides=numbers))
    if found.unnamed_sheets:
        yield Fault("doc-sheet-names", params=_params(sheets=", ".join(found.unnamed_sheets)))


def is_title(title: str) -> bool:
    """True unless a file's title is empty, or was put there by a program."""
    words = squeeze(title)
    return bool(words) and not _NO_TITLE.fullmatch(words)


def _is_long_without_headings(found: Examination) -> bool:
    if found.headings != 0:
        return False
    if found.kind == "pdf":
        # Without tags there are no headings either, and that has been said.
        return bool(found.tagged) and (found.pages or 0) >= LONG_PDF
    return (found.words or 0) >= LONG_TEXT


def _params(**values: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())
