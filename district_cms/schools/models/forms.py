"""The form of a school year, which compares its rows with its days."""

import datetime as dt
from contextlib import ExitStack
from typing import Any, override

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from district_cms.publishing.objects import checked_by_form, refuse_what_blocks, which_block
from district_cms.web.times import date_text


class SchoolYearForm(WagtailAdminModelForm):
    """Edits a year with its terms and days; these are compared with the year's new dates."""

    @override
    def is_valid(self) -> bool:
        # The rows below are validated after the year itself, and know nothing of dates that were
        # changed in the same form; only here both are at hand.
        rows = [
            row
            for name in ("terms", "no_school_days")
            for row in (self.formsets[name].forms if name in self.formsets else ())
        ]
        # Their names are checked together, below: one query instead of one for each.
        with ExitStack() as unchecked:
            for row in rows:
                unchecked.enter_context(checked_by_form(row.instance))
            valid = super().is_valid()
        if valid:
            kept = [row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
            for row in kept:
                valid = self._row_lies_inside(row) and valid
            valid = self._names_pass([row for row in kept if row.has_changed()]) and valid
        return valid

    def _names_pass(self, rows: list[Any]) -> bool:
        by_object = {id(row.instance): row for row in rows}
        blocked = which_block(row.instance for row in rows)
        for subject in blocked:
            try:
                refuse_what_blocks(subject)
            except ValidationError as error:
                by_object[id(subject)].add_error(None, error)
        return not blocked

    def _row_lies_inside(self, row: Any) -> bool:
        inside = True
        for field in ("first_day", "last_day", "day"):
            day = row.cleaned_data.get(field)
            if day is not None and not self.instance.contains(day):
                row.add_error(field, outside_the_year(self.instance, day))
                inside = False
        return inside


def outside_the_year(school_year: Any, day: dt.date) -> ValidationError:
    """The error for a day that is not in its school year."""
    return ValidationError(
        _("%(day)s is not in the school year %(name)s, which runs from %(first)s to %(last)s."),
        code="outside_year",
        params={
            "day": date_text(day),
            "name": school_year.name,
            "first": date_text(school_year.first_day),
            "last": date_text(school_year.last_day),
        },
    )
