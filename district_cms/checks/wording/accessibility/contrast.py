"""The words of the rules about colours."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_PALE: Final = _("Many people cannot read it, and in sunlight hardly anybody can.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "contrast-inline",
            _(
                "“%(excerpt)s” stands out too little from its background: the contrast is "
                "%(ratio)s to 1, and %(needed)s are needed."
            ),
            _PALE,
            _("Take the colours out, or choose a darker and a lighter one."),
        ),
        words(
            "contrast-unsure",
            _(
                "“%(excerpt)s” has a colour of its own, and seems hard to read: the contrast is "
                "about %(ratio)s to 1, and %(needed)s are needed."
            ),
            _PALE,
            _("Take the colour out, or confirm that the text can be read."),
        ),
    )
)
