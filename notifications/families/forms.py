"""What families fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.web.fields import AddressField

from ..models.subscribers import LANGUAGES

LANGUAGE_NAMES = {"en": "English", "es": "Español"}  # each in its own language, on purpose


class AddressForm(forms.Form):
    """One email address."""

    email = AddressField(
        label=_("Your email address"),
        max_length=254,
        error_messages={
            "required": _("Type your email address."),
            "invalid": _("Type an address like name@example.net."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing


class PreferencesForm(forms.Form):
    """Which subscriptions stay or begin, on which channel, and in which language we write.
    `choices` are the keys of the person's own lines."""

    keep = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        choices=[(code, LANGUAGE_NAMES[code]) for code, _name in LANGUAGES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keep", "text"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(key, key) for key in choices]
