"""The words of the accessibility rules."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from ..accessibility import RULES
from .rule import RuleWording


def _words(rule: str, message: Any, why: Any, fix: Any) -> tuple[str, RuleWording]:
    return rule, RuleWording(message, why, fix, "accessibility", RULES[rule].blocks)


_SCREEN_READER: Final = _("Families who use a screen reader would miss it.")
_LINK_LIST: Final = _("A screen reader can list the links of a page, without the text around them.")
_HEADINGS: Final = _("Screen-reader users find their way by the headings.")

ACCESSIBILITY: Final[dict[str, RuleWording]] = dict(
    (
        _words(
            "img-alt-missing",
            _("This picture has no description."),
            _SCREEN_READER,
            _("Describe what it shows, or tick “Decorative”."),
        ),
        _words(
            "img-alt-filename",
            _("The description is a file name: “%(excerpt)s”."),
            _("A screen reader reads it aloud, and it says nothing about the picture."),
            _("Say what the picture shows."),
        ),
        _words(
            "img-alt-placeholder",
            _("“%(excerpt)s” does not describe the picture."),
            _("A screen reader already says that there is a picture."),
            _("Say what or who is in it, or tick “Decorative”."),
        ),
        _words(
            "img-link-alt-empty",
            _("This linked picture does not say where it goes (%(excerpt)s)."),
            _("A screen reader would read out the address instead."),
            _("Describe where the link leads."),
        ),
        _words(
            "img-alt-long",
            _("The description has %(length)s characters; 150 are easy to listen to."),
            _("A screen reader reads it in one go, and it cannot be skimmed."),
            _("Keep what matters most, and put the rest into the text beside the picture."),
        ),
        _words(
            "img-alt-duplicate-caption",
            _("The description repeats the caption: “%(excerpt)s”."),
            _("A screen reader would say the same words twice."),
            _("Describe what the caption leaves out, or tick “Decorative”."),
        ),
        _words(
            "link-empty",
            _("A link has no words (%(excerpt)s)."),
            _("Nobody can see it, and a screen reader would read out the address."),
            _("Add words that say where it goes, or delete it."),
        ),
        _words(
            "link-generic",
            _(
                "“%(excerpt)s” does not say where the link goes, and the text around it "
                "does not either."
            ),
            _LINK_LIST,
            _("Name the page instead, such as “Spelling list, week 3”."),
        ),
        _words(
            "link-generic-in-context",
            _("“%(excerpt)s” does not say by itself where the link goes."),
            _LINK_LIST,
            _("Make the words that name the page the link, such as “Spelling list, week 3”."),
        ),
        _words(
            "link-raw-url",
            _("The link shows a web address: “%(excerpt)s”."),
            _("A screen reader spells it out, letter by letter."),
            _("Use the name of the page as the link's words."),
        ),
        _words(
            "heading-empty",
            _("A heading is empty."),
            _HEADINGS,
            _("Type the heading, or delete the empty line."),
        ),
        _words(
            "heading-skip",
            _(
                "“%(excerpt)s” is a heading %(level)s, and the one before it is a "
                "heading %(previous)s."
            ),
            _HEADINGS,
            _("Make it a heading %(wanted)s."),
        ),
        _words(
            "heading-h1",
            _("“%(excerpt)s” is a heading 1."),
            _("Heading 1 is the title of the page, and there is only one."),
            _("Make it a heading 2."),
        ),
        _words(
            "table-no-headers",
            _("The table that begins with “%(excerpt)s” has no heading row or column."),
            _("A screen reader says the headings with each cell, so that numbers have a meaning."),
            _("Choose which row or column holds the headings."),
        ),
        _words(
            "table-empty-header",
            _("A heading cell of the table is empty: row %(row)s, column %(column)s."),
            _("A screen reader says the heading with each cell, and here it has nothing to say."),
            _("Fill it in."),
        ),
        _words(
            "table-caption",
            _("The table that begins with “%(excerpt)s” has no title."),
            _("With a title, one knows what the table is about before going through it."),
            _("Give it a short title."),
        ),
        _words(
            "iframe-title",
            _("What is embedded here has no name (%(excerpt)s)."),
            _("People who cannot see it could not tell whether they want to open it."),
            _("Give it a name, such as “Video: how plants grow”."),
        ),
        _words(
            "markup-too-deep",
            _("This text is nested so deeply that it cannot be checked."),
            _("That happens when text is pasted with its layout from another program."),
            _("Take it out and paste it again as plain text."),
        ),
    )
)
