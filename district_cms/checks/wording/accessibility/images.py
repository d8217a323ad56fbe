"""The words of the rules about pictures."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_SCREEN_READER: Final = _("Families who use a screen reader would miss it.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "img-alt-missing",
            _("This picture has no description."),
            _SCREEN_READER,
            _("Describe what it shows, or tick “Decorative”."),
        ),
        words(
            "img-alt-filename",
            _("The description is a file name: “%(excerpt)s”."),
            _("A screen reader reads it aloud, and it says nothing about the picture."),
            _("Say what the picture shows."),
        ),
        words(
            "img-alt-placeholder",
            _("“%(excerpt)s” does not describe the picture."),
            _("A screen reader already says that there is a picture."),
            _("Say what or who is in it, or tick “Decorative”."),
        ),
        words(
            "img-link-alt-empty",
            _("This linked picture does not say where it goes (%(excerpt)s)."),
            _("A screen reader would read out the address instead."),
            _("Describe where the link leads."),
        ),
        words(
            "img-alt-long",
            _("The description has %(length)s characters; 150 are easy to listen to."),
            _("A screen reader reads it in one go, and it cannot be skimmed."),
            _("Keep what matters most, and put the rest into the text beside the picture."),
        ),
        words(
            "img-alt-duplicate-caption",
            _("The description repeats the caption: “%(excerpt)s”."),
            _("A screen reader would say the same words twice."),
            _("Describe what the caption leaves out, or tick “Decorative”."),
        ),
        words(
            "img-decorative-large",
            _("You marked a large picture as decorative (%(excerpt)s)."),
            _("Families who use a screen reader are not told that it is there."),
            _("Confirm that nothing is lost without it, or describe what it shows."),
        ),
        words(
            "img-of-text",
            _("“%(excerpt)s” seems to be a picture of words, such as a flyer."),
            _("Words in a picture cannot be enlarged, translated or read aloud."),
            _("Type what it says on the page, or confirm that all of it stands there."),
        ),
        words(
            "decorative-exposed",
            _("This is marked as decoration, and screen readers are told of it: %(excerpt)s."),
            _("They heed a name or a place in the tab order more than the mark."),
            _("Take out either the mark or the name and the tabindex."),
        ),
    )
)
