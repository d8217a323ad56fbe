"""The words of the rules about files to download."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_READ_ALOUD: Final = _("A screen reader reads a file aloud by its text and its tags.")
_HEADINGS: Final = _("In a long file, screen-reader users find their way by the headings.")
_AS_PAGE_OR_TAGGED: Final = _(
    "Type the text on the page, or save the file again: in Word, choose “Save as PDF” and, under "
    "“Options”, “Document structure tags for accessibility”; in Google Docs, choose “PDF document "
    "(.pdf)” with tags."
)

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "doc-not-examined",
            _("“%(excerpt)s” has not been examined yet."),
            _("Large files wait their turn, a few minutes at most."),
            _("Save the page as a draft, and publish it in some minutes."),
        ),
        words(
            "doc-unreadable",
            _("“%(excerpt)s” could not be read: it is damaged, or not what its name says."),
            _("What this site cannot open, a family's telephone may not open either."),
            _("Open it on your computer, save it again, and upload the new file."),
        ),
        words(
            "doc-encrypted",
            _("“%(excerpt)s” is locked."),
            _("It asks for a password, or forbids screen readers to read it aloud."),
            _("Save it without a password and without restrictions, and upload the new file."),
        ),
        words(
            "doc-image-only",
            _("“%(excerpt)s” is a picture of text, with no text in it."),
            _("It was probably scanned. A screen reader finds nothing to read."),
            _(
                "Type the text on the page, or upload the file that the paper was printed from. "
                "If there is only paper, have the text recognised (OCR) and read it through."
            ),
        ),
        words(
            "doc-image-pages",
            _("In “%(excerpt)s”, %(count)s of the first %(pages)s pages are only pictures."),
            _("If there are words in these pictures, a screen reader cannot read them."),
            _("Confirm that nothing is to be read there, or put the text on the page."),
        ),
        words(
            "doc-untagged",
            _("“%(excerpt)s” is a PDF without tags."),
            _("Without tags, a screen reader cannot tell headings, lists, tables and their order."),
            _AS_PAGE_OR_TAGGED,
        ),
        words(
            "doc-alt-missing",
            _("In “%(excerpt)s”, %(count)s of %(pictures)s pictures have no description."),
            _("Families who use a screen reader would miss them."),
            _(
                "Describe them in the file (“Alt text”), or mark them as decorative. Confirm if "
                "all of them are decoration."
            ),
        ),
        words(
            "doc-title",
            _("“%(excerpt)s” has no title inside the file."),
            _("Readers with several files open tell them apart by their titles."),
            _("Give it a title in its properties (“File”, “Info”), and save it again."),
        ),
        words(
            "doc-language",
            _("“%(excerpt)s” does not say which language it is in."),
            _("A screen reader chooses its voice by the language of the file."),
            _("Set the language in the program that made it, and save it again."),
        ),
        words(
            "doc-no-headings",
            _("“%(excerpt)s” is long and has no headings."),
            _HEADINGS,
            _("Give its headings a heading style, and save it again."),
        ),
        words(
            "doc-slide-titles",
            _("In “%(excerpt)s”, these slides have no title: %(slides)s."),
            _("Screen-reader users find a slide by its title."),
            _("Give each slide a title; it may be placed out of sight."),
        ),
        words(
            "doc-sheet-names",
            _("In “%(excerpt)s”, these sheets have a number for a name: %(sheets)s."),
            _("A screen reader says the name before one opens a sheet."),
            _("Name each sheet after what is in it."),
        ),
        words(
            "doc-recording",
            _("“%(excerpt)s” is a video or sound, linked as a file."),
            _("Families who cannot hear it get no captions and no transcript with a file."),
            _(
                "Use the block “Video” or “Sound” instead, or confirm that its words are on the "
                "page."
            ),
        ),
        words(
            "doc-accessible",
            _("Is “%(excerpt)s” readable aloud? This site cannot tell."),
            _READ_ALOUD,
            _("Put what it says on the page, or confirm that you have had it read aloud."),
        ),
        words(
            "doc-gone",
            _("A link leads to a file that is gone."),
            _("Families who follow it would find nothing."),
            _("Link to another file, or take the link out."),
        ),
    )
)
