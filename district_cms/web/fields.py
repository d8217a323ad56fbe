"""Fields that several rooms' forms need."""

from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError

from .addresses import NoAddress, normalize_address


class AddressField(forms.EmailField):
    """An email address, answered in the form in which it is kept. Its length is that of this form;
    what mail cannot be sent to is invalid."""

    @override
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return normalize_address(typed) if typed else ""
        except NoAddress:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
