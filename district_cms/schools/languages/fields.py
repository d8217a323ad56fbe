"""The language of a whole page."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .offered import LONGEST_TAG, choices, validate_language
from .widgets import LanguageSelect


class LanguageField(models.CharField):
    """The tag of a language, "" for English. What is offered is no part of the database."""

    default_validators = [validate_language]
    holds_words = False  # the gate reads none in it

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
            choices=_choices,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=LanguageSelect(),
        )


def _choices() -> list[tuple[str, Any]]:
    return [("", _("English")), *choices()[1:]]
