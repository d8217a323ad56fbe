"""The words of the rules about lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_LISTS: Final = _("A screen reader says how many items a list has, and lets one skip it.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "list-structure",
            _("A list is not put together as a list (%(excerpt)s)."),
            _LISTS,
            _(
                "Take the list out and make it anew with the list button. If you did not paste it, "
                "tell the web team."
            ),
        ),
        words(
            "list-fake",
            _("The lines from “%(excerpt)s” on look like a list typed by hand."),
            _LISTS,
            _("Take the signs or numbers out, select the lines and choose the list button."),
        ),
    )
)
