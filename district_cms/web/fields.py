"""Fields that several rooms need."""

from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

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


class RecordedDayField(models.DateField):
    """A day that is usually over when someone reads or writes it, such as a school year's first:
    the editor does not ask whether that is right. In the database it is any other day."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
