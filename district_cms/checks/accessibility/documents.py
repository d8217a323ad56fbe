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
from ..rules import Rule
from ..translation import mark as _
from .words import clip, squeeze

_READ_ALOUD: Final = _("A screen reader reads a file aloud by its text and its tags.")
_HEADINGS: Final = _("In a long file, screen-reader users find their way by the headings.")
_AS_PAGE_OR_TAGGED: Final = _(
    "Type the text on the page, or save the file again: in Word, choose “Save as PDF” and, under "
    "“Options”, “Document structure tags for accessibility”; in Google Docs, choose “PDF document "
    "(.pdf)” with tags."
)

RULES: Final[tuple[Rule, ...]] = (
    # No criterion: what has not been read, or cannot be, is not passed.
    Rule(
        "doc-not-examined",
        "",
        "error",
        _("“%(excerpt)s” has not been checked yet."),
        _("Large files take a few minutes at most."),
        _("Save the page as a draft, and publish it in a few minutes."),
    ),
    Rule(
        "doc-unreadable",
        "",
        "error",
        _("“%(excerpt)s” could not be read: it is damaged, or not the kind of file its name says."),
        _("What this site cannot open, a family's phone may not open either."),
        _("Open it on your computer, save it again, and upload the new file."),
    ),
    Rule(
        "doc-encrypted",
        "1.1.1 1.3.1",
        "error",
        _("“%(excerpt)s” is locked."),
        _("It asks for a password, or does not let screen readers read it aloud."),
        _("Save it without a password and without restrictions, and upload the new file."),
    ),
    Rule(
        "doc-image-only",
        "1.1.1 1.4.5",
        "error",
        _("“%(excerpt)s” is a picture of text, with no text in it."),
        _("It was probably scanned. A screen reader finds nothing to read."),
        _(
            "Type the text on the page, or upload the file that the paper was printed from. "
            "If there is only paper, have the text recognized (OCR) and read it through."
        ),
    ),
    Rule(
        "doc-image-pages",
        "1.1.1 1.4.5",
        "warning",
        _("In “%(excerpt)s”, %(count)s of the first %(pages)s pages are only pictures."),
        _("If there are words in these pictures, a screen reader cannot read them."),
        _("Confirm that there is nothing to read there, or put the text on the page."),
    ),
    Rule(
        "doc-untagged",
        "1.3.1 1.3.2",
        "error",
        _("“%(excerpt)s” is a PDF without tags."),
        _(
            "Without tags, a screen reader cannot find the headings, lists and tables, or their "
            "order."
        ),
        _AS_PAGE_OR_TAGGED,
    ),
    # A description may be missing on purpose: not every program can mark decoration.
    Rule(
        "doc-alt-missing",
        "1.1.1",
        "warning",
        _("In “%(excerpt)s”, %(count)s of %(pictures)s pictures have no description."),
        _("Families who use a screen reader would miss them."),
        _(
            "Describe them in the file (“Alt text”), or mark them as decorative. Confirm if "
            "all of them are decoration."
        ),
    ),
    Rule(
        "doc-title",
        "2.4.2",
        "warning",
        _("“%(excerpt)s” has no title inside the file."),
        _("Readers with several files open tell them apart by their titles."),
        _("Give it a title in its properties (“File”, “Info”), and save it again."),
    ),
    Rule(
        "doc-language",
        "3.1.1",
        "warning",
        _("“%(excerpt)s” does not say which language it is in."),
        _("A screen reader chooses its voice by the language of the file."),
        _("Set the language in the program that made it, and save it again."),
    ),
    Rule(
        "doc-no-headings",
        "1.3.1",
        "warning",
        _("“%(excerpt)s” is long and has no headings."),
        _HEADINGS,
        _("Use a heading style for its headings, and save it again."),
    ),
    Rule(
        "doc-table-headers",
        "1.3.1",
        "warning",
        _("In “%(excerpt)s”, %(count)s of %(tables)s tables have no header row."),
        _("A screen reader says the heading with each cell, and here it has nothing to say."),
        _(
            "In Word, mark the first row of each table as its header row (Layout, Repeat Header "
            "Rows). Confirm if a table only arranges the page."
        ),
    ),
    Rule(
        "doc-fields-unnamed",
        "4.1.2",
        "warning",
        _("In “%(excerpt)s”, %(count)s of %(fields)s form fields have no name."),
        _("A screen reader would only say that there is something to fill in."),
        _("Give each field a tooltip in its properties, or use an online form instead."),
    ),
    Rule(
        "doc-slide-titles",
        "1.3.1 2.4.6",
        "warning",
        _("In “%(excerpt)s”, these slides have no title: %(slides)s."),
        _("Screen-reader users find a slide by its title."),
        _("Give each slide a title; it can be placed off the slide."),
    ),
    Rule(
        "doc-sheet-names",
        "2.4.6",
        "warning",
        _("In “%(excerpt)s”, these sheets have only a number for a name: %(sheets)s."),
        _("A screen reader says the name before you open a sheet."),
        _("Name each sheet for what is in it."),
    ),
    Rule(
        "doc-recording",
        "1.2.1 1.2.2",
        "warning",
        _("“%(excerpt)s” is a video or sound recording, linked as a file."),
        _("Families who cannot hear it get no captions and no transcript with a file."),
        _("Use the block “Video” or “Sound” instead, or confirm that its words are on the page."),
        needs="block for recordings",
        fix_without=_("Put its words on the page, or confirm that they are there."),
    ),
    Rule(
        "doc-accessible",
        "1.1.1 1.3.1",
        "warning",
        _("Can “%(excerpt)s” be read aloud? This site cannot tell."),
        _READ_ALOUD,
        _("Put what it says on the page, or confirm that you tried it with a screen reader."),
    ),
    Rule(
        "doc-gone",
        "2.4.4 advice",
        "warning",
        _("A link leads to a file that is gone, or is only on your own computer."),
        _("Families who follow it would find nothing."),
        _("Upload the file and link to it, or remove the link."),
    ),
)

_COUNTED: Final = (
    ("doc-alt-missing", "pictures_without_words", "pictures"),
    ("doc-table-headers", "tables_without_headers", "tables"),
    ("doc-fields-unnamed", "fields_without_names", "fields"),
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
    for rule, lacking, name in _COUNTED:
        if count := getattr(found, lacking):
            yield Fault(rule, params=_params(count=count, **{name: getattr(found, name)}))
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
