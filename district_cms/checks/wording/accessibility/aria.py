"""The words of the rules about markup for screen readers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_MISLED: Final = _("A screen reader would tell something else than the page shows.")
_WEB_TEAM: Final = _("If you did not write this markup, take it out or tell the web team.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "aria-unknown",
            _("Markup for screen readers does not exist, or not here (%(excerpt)s)."),
            _MISLED,
            _WEB_TEAM,
        ),
        words(
            "aria-incomplete",
            _("Markup for screen readers lacks a part (%(excerpt)s)."),
            _MISLED,
            _WEB_TEAM,
        ),
        words(
            "aria-structure",
            _("Markup for screen readers stands in the wrong place (%(excerpt)s)."),
            _MISLED,
            _WEB_TEAM,
        ),
        words(
            "id-duplicate",
            _("Two things on the page have the same id (%(excerpt)s)."),
            _("A link or a label that points to the one may lead to the other."),
            _WEB_TEAM,
        ),
    )
)
