"""The words of the rules about embeds."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "iframe-title",
            _("What is embedded here has no name (%(excerpt)s)."),
            _("People who cannot see it could not tell whether they want to open it."),
            _("Give it a name, such as “Video: how plants grow”."),
        ),
        words(
            "iframe-same-title",
            _("Two things embedded here are called “%(excerpt)s”, and they are not the same."),
            _("People who cannot see them could not tell which one they open."),
            _("Give each a name of its own."),
        ),
        words(
            "iframe-controls-unreachable",
            _("What is embedded here cannot be reached with the keyboard (%(excerpt)s)."),
            _("Not everybody can use a mouse."),
            _("Take out its negative tabindex."),
        ),
        words(
            "object-name",
            _("A picture, sound or film that is embedded has no name (%(excerpt)s)."),
            _("People who cannot perceive it would not learn what it is."),
            _("Give it a title that says what it shows or lets hear."),
        ),
        words(
            "object-name-inside",
            _("What is embedded here is only named by the text inside it (%(excerpt)s)."),
            _("Few screen readers read that text."),
            _("Give it a title too."),
        ),
    )
)
