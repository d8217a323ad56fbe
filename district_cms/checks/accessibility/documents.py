"""Files to download: can a screen reader read them aloud, and can readers find their way?

WCAG applies to a linked file as to the page (its techniques PDF1 to PDF23 say how). These rules
read an examination (`checks.documents`). Only a person can judge whether the tags of a PDF are
right, so that is not asked about every file.
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
    # No criterion: a file that was not read, or cannot be read, has not passed.
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
        _("A screen reader says the heading with each cell, but here there is none to say."),
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
"""Words (about two pages) from which a text needs headings."""

LONG_PDF: Final = 4
"""Pages from which a PDF needs headings."""

# The default titles that programs write into a file.
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
    """A file that a page links. `examination` is None until this version of the file is
    examined."""

    title: str
    examination: Examination | None


def check_document(file: LinkedFile) -> list[Fault]:
    """Returns the faults of one linked file, the worst first; its title is the excerpt."""
    name, examination = clip(file.title), file.examination
    if examination is None:
        return [Fault("doc-not-examined", name)]
    if examination.locked:
        return [Fault("doc-encrypted", name)]
    match examination.state:
        case State.DAMAGED | State.FAILED:
            return [Fault("doc-unreadable", name)]
        case State.TOO_MUCH | State.UNKNOWN:
            return [Fault("doc-accessible", name)]
    if examination.kind == "recording":
        return [Fault("doc-recording", name)]
    faults = [*_as_a_whole(examination), *_in_part(examination)]
    return [Fault(fault.rule, name, params=fault.params) for fault in faults]


def _as_a_whole(examination: Examination) -> Iterator[Fault]:
    if examination.kind == "pdf":
        if not examination.has_text and examination.pages_of_pictures:
            yield Fault("doc-image-only")
            return  # tags, title and the rest come with the new file
        if examination.tagged is False:
            yield Fault("doc-untagged")
        if examination.pages_of_pictures:
            yield Fault(
                "doc-image-pages",
                params=_params(count=examination.pages_of_pictures, pages=examination.pages_read),
            )


def _in_part(examination: Examination) -> Iterator[Fault]:
    if examination.kind == "pdf" and not examination.has_text and examination.pages_of_pictures:
        return
    for rule, lacking, name in _COUNTED:
        if count := getattr(examination, lacking):
            yield Fault(rule, params=_params(count=count, **{name: getattr(examination, name)}))
    if examination.title is not None and not is_title(examination.title):
        yield Fault("doc-title")
    if examination.language is not None and not squeeze(examination.language):
        yield Fault("doc-language")
    if _is_long_without_headings(examination):
        yield Fault("doc-no-headings")
    if examination.slides_without_title:
        numbers = ", ".join(str(number) for number in examination.slides_without_title)
        yield Fault("doc-slide-titles", params=_params(slides=numbers))
    if examination.unnamed_sheets:
        yield Fault("doc-sheet-names", params=_params(sheets=", ".join(examination.unnamed_sheets)))


def is_title(title: str) -> bool:
    """True unless a file's title is empty or a program's default."""
    words = squeeze(title)
    return bool(words) and not _NO_TITLE.fullmatch(words)


def _is_long_without_headings(examination: Examination) -> bool:
    if examination.headings != 0:
        return False
    if examination.kind == "pdf":
        # Without tags there are no headings either, and that is reported already.
        return bool(examination.tagged) and (examination.pages or 0) >= LONG_PDF
    return (examination.words or 0) >= LONG_TEXT


def _params(**values: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())
