"""The words of the rules about headings."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_HEADINGS: Final = _("Screen-reader users find their way by the headings.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "heading-empty",
            _("A heading is empty."),
            _HEADINGS,
            _("Type the heading, or delete the empty line."),
        ),
        words(
            "heading-skip",
            _(
                "“%(excerpt)s” is a heading %(level)s, and the one before it is a "
                "heading %(previous)s."
            ),
            _HEADINGS,
            _("Make it a heading %(wanted)s."),
        ),
        words(
            "heading-h1",
            _("“%(excerpt)s” is a heading 1."),
            _("Heading 1 is the title of the page, and there is only one."),
            _("Make it a heading 2."),
        ),
    )
)
