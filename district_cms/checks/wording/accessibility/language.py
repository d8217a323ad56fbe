"""The words of the rules about languages of passages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_VOICE: Final = _(
    "A screen reader chooses its voice by the language; with the wrong one, nobody understands it."
)

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "lang-part-invalid",
            _("“%(excerpt)s” is not the code of a language."),
            _VOICE,
            _("Choose the language from the list. The code for Spanish is “es”."),
        ),
        words(
            "lang-part-wrong",
            _(
                "“%(excerpt)s” is marked with the language code “%(told)s”, and reads like "
                "“%(found)s”."
            ),
            _VOICE,
            _("Choose the language that the passage is in."),
        ),
        words(
            "lang-part-missing",
            _("“%(excerpt)s” reads like another language (%(found)s) than the page (%(told)s)."),
            _VOICE,
            _("Choose the language of the passage, or confirm that it is right as it is."),
        ),
    )
)
