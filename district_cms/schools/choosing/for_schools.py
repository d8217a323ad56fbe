"""A form for items of the office that are for all schools or for some."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class ForSchoolsForm(forms.BaseForm):
    """Mixin before a model form. Requires exactly one of `for_all` and `schools`."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for_all, schools = cleaned.get("for_all"), cleaned.get("schools")
        if for_all and schools:
            self.add_error("for_all", _("Clear this box, or choose no schools below."))
        elif not for_all and not schools:
            self.add_error("schools", _("Choose schools, or check the box above."))
        return cleaned
