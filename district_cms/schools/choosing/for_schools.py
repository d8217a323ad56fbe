"""Whom something of the office is for: everyone, or some schools."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class ForSchoolsForm(forms.BaseForm):
    """Stands before a model form in the bases. Asks for one of the two: `for_all`, or `schools`."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for_all, schools = cleaned.get("for_all"), cleaned.get("schools")
        if for_all and schools:
            self.add_error("for_all", _("Clear this box, or choose no schools below."))
        elif not for_all and not schools:
            self.add_error("schools", _("Choose schools, or check the box above."))
        return cleaned
