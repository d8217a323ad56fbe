"""Form and model fields that several apps use."""

from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .addresses import NoAddress, normalize_address


class AddressField(forms.EmailField):
    """An email address, returned in canonical form. The length limit applies to this form; an
    address to which mail cannot be sent is invalid."""

    @override
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return normalize_address(typed) if typed else ""
        except NoAddress:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class RecordedDayField(models.DateField):
    """A date that is usually in the past when someone enters or reads it, such as the first day of
    a school year: the editor does not ask whether it is right. The column is a normal date."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
