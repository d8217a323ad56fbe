"""The words of the rules about links."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_LINK_LIST: Final = _("A screen reader can list the links of a page, without the text around them.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "link-empty",
            _("A link has no words (%(excerpt)s)."),
            _("Nobody can see it, and a screen reader would read out the address."),
            _("Add words that say where it goes, or delete it."),
        ),
        words(
            "link-generic",
            _(
                "“%(excerpt)s” does not say where the link goes, and the text around it "
                "does not either."
            ),
            _LINK_LIST,
            _("Name the page instead, such as “Spelling list, week 3”."),
        ),
        words(
            "link-generic-in-context",
            _("“%(excerpt)s” does not say by itself where the link goes."),
            _LINK_LIST,
            _("Make the words that name the page the link, such as “Spelling list, week 3”."),
        ),
        words(
            "link-raw-url",
            _("The link shows a web address: “%(excerpt)s”."),
            _("A screen reader spells it out, letter by letter."),
            _("Use the name of the page as the link's words."),
        ),
        words(
            "link-same-text",
            _("Another link beside it also says “%(excerpt)s” and leads somewhere else."),
            _LINK_LIST,
            _("Say in each link what is different about the page that it opens."),
        ),
        words(
            "link-file-type",
            _("“%(excerpt)s” opens a file and does not say so."),
            _("A file may open in another program, or use up what a phone has left to load."),
            _("Add the kind of file to the link's words, such as “(PDF)”."),
        ),
    )
)
