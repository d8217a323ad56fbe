"""The words of the rules about controls."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_NAMELESS: Final = _("A screen reader would only say that something is there.")
_PASTED: Final = _("Take it out; if it came with a form or a tool, tell the web team.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "summary-empty",
            _("A section that folds open has no title."),
            _("Nobody could tell what is inside before opening it."),
            _("Give it a title."),
        ),
        words(
            "button-empty",
            _("A button has no words (%(excerpt)s)."),
            _NAMELESS,
            _("Give it words that say what it does, or take it out."),
        ),
        words(
            "field-label-missing",
            _("A field has no label (%(excerpt)s)."),
            _NAMELESS,
            _("Give it a label that says what to enter, or take it out."),
        ),
        words(
            "label-mismatch",
            _("What shows “%(excerpt)s” is called “%(label)s”."),
            _("People who speak to their computer say what they see, and nothing would happen."),
            _("Let its name begin with the words that are shown."),
        ),
        words(
            "hidden-focusable",
            _("The keyboard reaches something that screen readers are not told of (%(excerpt)s)."),
            _("Whoever cannot see the page would not know where they are."),
            _PASTED,
        ),
        words(
            "control-in-control",
            _("A button or link stands inside another one (%(excerpt)s)."),
            _("A screen reader tells of the outer one only."),
            _("Put the two side by side."),
        ),
        words(
            "autocomplete-invalid",
            _("“%(excerpt)s” is not a field that browsers can fill in."),
            _("People who find typing hard let the browser fill in their name and address."),
            _PASTED,
        ),
        words(
            "tab-order-forced",
            _("The order of the Tab key is changed here (%(excerpt)s)."),
            _("The keyboard jumps past what comes first on the page."),
            _("Take “tabindex” out."),
        ),
    )
)
