"""The language of a whole block."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .offered import LONGEST_TAG, choices
from .widgets import LanguageSelect


class LanguageBlock(blocks.ChoiceBlock):
    """The tag of a language, "" for that of the page.

    Migrations name Wagtail's block for some letters: what is offered may change.
    """

    says_language = True  # the gate reads the block's words in it

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")  # also of what was stored before there was one
        kwargs.setdefault("label", _("Language of the block"))
        super().__init__(
            choices=choices, required=False, search_index=False, widget=LanguageSelect(), **kwargs
        )

    def normalize_choice(self, value: Any) -> Any:
        # Wagtail compares each value that is read with all languages there are, for choices whose
        # keys are no text. A tag is text, offered or not: it stays as it is.
        return value if isinstance(value, str) else super().normalize_choice(value)

    def deconstruct(self) -> Any:
        return "wagtail.blocks.CharBlock", (), {"max_length": LONGEST_TAG, "required": False}
