"""Hours that the clock leaves out or shows twice, refused at the field in words."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from district_cms.web.times import ClockFault, moment_at

# Django's code for a time that its zone has twice or not at all.
OF_DJANGO = "ambiguous_timezone"


class ClockInWords(forms.BaseForm):
    """Says of such a time what Django says in the language of programs."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own, which no stub names
        for name, errors in self.errors.as_data().items():
            said = [_in_words(error) for error in errors]
            if said != errors:
                self.errors[name] = self.error_class(ValidationError(said).messages)


def _in_words(error: Any) -> Any:
    params = getattr(error, "params", None) or {}
    local = params.get("datetime")
    if error.code != OF_DJANGO or not isinstance(local, dt.datetime):
        return error
    district_zone = ZoneInfo(settings.TIME_ZONE)
    try:
        moment_at(local.replace(tzinfo=None), district_zone)
    except ClockFault as fault:
        return ValidationError(str(fault), code=OF_DJANGO)
    return error
