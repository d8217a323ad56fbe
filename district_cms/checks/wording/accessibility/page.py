"""The words of the rules about whole documents."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_TITLE: Final = _("The title is what search results, bookmarks and screen readers say first.")
_VOICE: Final = _("A screen reader chooses its voice by the language of the page.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words("page-title", _("The page has no title."), _TITLE, _("Give it a title.")),
        words(
            "page-title-generic",
            _("“%(excerpt)s” could be the title of any page."),
            _TITLE,
            _("Say what the page is about, such as “Fractions: week of October 6”."),
        ),
        words(
            "page-lang-missing",
            _("The document does not say which language it is in."),
            _VOICE,
            _('Write it into the first tag: <html lang="en">.'),
        ),
        words(
            "page-lang-invalid",
            _("“%(excerpt)s” is not the code of a language."),
            _VOICE,
            _("Use a code of two letters, such as “en” or “es”."),
        ),
        words(
            "page-lang-mismatch",
            _("The document names two languages: %(excerpt)s."),
            _VOICE,
            _("Let both attributes say the same, or take “xml:lang” out."),
        ),
        words(
            "page-lang-wrong",
            _(
                "The document is marked with the language code “%(told)s”, and reads like "
                "“%(found)s”."
            ),
            _VOICE,
            _("Name the language that the page is in."),
        ),
        words(
            "page-refreshes",
            _("The page loads itself anew after %(seconds)s seconds."),
            _("Whoever reads slowly, or listens, is torn away in the middle."),
            _("Take the “refresh” out."),
        ),
        words(
            "page-zoom",
            _("The page cannot be enlarged (%(excerpt)s)."),
            _("Many people read with larger letters."),
            _("Take “user-scalable” and “maximum-scale” out."),
        ),
    )
)
