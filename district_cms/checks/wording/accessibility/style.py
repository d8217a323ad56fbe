"""The words of the rules about spacing and alignment."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "spacing-pinned",
            _("The spacing of “%(excerpt)s” is pinned (%(property)s), and too tight."),
            _("People who read with wider spacing could not set it."),
            _("Take the text out and paste it again as plain text."),
        ),
        words(
            "text-justified",
            _("The text from “%(excerpt)s” on is justified."),
            _("The gaps between its words differ, and readers with dyslexia lose the line."),
            _("Align it to the left."),
        ),
    )
)
