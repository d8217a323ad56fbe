"""The words of the rules about markup that cannot be read."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "markup-too-deep",
            _("This text is nested so deeply that it cannot be checked."),
            _("That happens when text is pasted with its layout from another program."),
            _("Take it out and paste it again as plain text."),
        ),
        words(
            "markup-too-large",
            _("This text has too much formatting to be checked."),
            _("That happens when a whole document is pasted from another program."),
            _("Take it out and paste it again as plain text, or in several parts."),
        ),
    )
)
