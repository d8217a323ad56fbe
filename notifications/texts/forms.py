"""What families fill in to get texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .codes import DIGITS, as_typed
from .numbers import NumberField


class NumberForm(forms.Form):
    """One phone number."""

    number = NumberField(label=_("Your mobile phone number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing


class CodeForm(forms.Form):
    """The code from the text."""

    code = forms.CharField(
        label=_("Code from the text"),
        max_length=20,
        error_messages={
            "required": _("Type the code."),
            "wrong": _("This is not the code. Look at the newest text and type its six digits."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_code(self) -> str:
        code = as_typed(self.cleaned_data["code"])
        if not (len(code) == DIGITS and code.isascii() and code.isdigit()):
            raise forms.ValidationError(self.fields["code"].error_messages["wrong"], code="wrong")
        return code

    def say_wrong(self) -> None:
        self.add_error("code", self.fields["code"].error_messages["wrong"])
