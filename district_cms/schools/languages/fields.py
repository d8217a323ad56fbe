"""The language field of a page and of a block."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .offered import LONGEST_TAG, choices, validate_language
from .widgets import LanguageSelect


class LanguageField(models.CharField):
    """A language tag, "" for English. Migrations do not include the choices."""

    default_validators = [validate_language]
    holds_words = False  # the gate reads no text in it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TAG)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return forms.ChoiceField(
            choices=_field_choices,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=LanguageSelect(),
        )


def _field_choices() -> list[tuple[str, Any]]:
    return [("", _("English")), *choices()[1:]]


class LanguageBlock(blocks.ChoiceBlock):
    """A language tag, "" for the page's language.

    Migrations name Wagtail's `CharBlock`, because the choices may change.
    """

    says_language = True  # the gate reads the block's text in this language

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")  # also for values stored before this block existed
        kwargs.setdefault("label", _("Language of the block"))
        super().__init__(
            choices=choices, required=False, search_index=False, widget=LanguageSelect(), **kwargs
        )

    def normalize_choice(self, value: Any) -> Any:
        # Wagtail compares each value with all languages, for choices whose keys are no strings.
        # Tags are strings, offered or not, and stay as they are.
        return value if isinstance(value, str) else super().normalize_choice(value)

    def deconstruct(self) -> Any:
        return "wagtail.blocks.CharBlock", (), {"max_length": LONGEST_TAG, "required": False}
