"""What families fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.web.fields import AddressField

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
