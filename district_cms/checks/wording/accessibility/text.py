"""The words of the rules about what a text says by its looks."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "heading-fake",
            _("The bold line “%(excerpt)s” looks like a heading."),
            _("Screen-reader users find their way by the headings, and bold words are none."),
            _("If it is a heading, choose Heading in the toolbar. If not, confirm."),
        ),
        words(
            "color-only",
            _("“%(excerpt)s” seems to say by a colour alone what is meant."),
            _("Some readers cannot see the colour or tell it from others."),
            _("Add a word or a sign, such as “(due Friday)”, or confirm that one is there."),
        ),
        words(
            "sensory-words",
            _("“%(excerpt)s” may be clear only to those who see the page."),
            _("On a phone things move, and a screen reader does not say where they stand."),
            _("Call it by its name or heading as well."),
        ),
        words(
            "caps-block",
            _("A long passage is in capitals: “%(excerpt)s”."),
            _("Words in capitals all have one shape, and take longer to read."),
            _("Write it in small letters, and use bold for what matters most."),
        ),
    )
)
