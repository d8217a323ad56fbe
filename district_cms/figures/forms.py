"""Which figures to see: a school year, a month of it, a school."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from district_cms.schools.models import SchoolYear

from .rules import Span


class FilterForm(forms.Form):
    year = forms.ChoiceField(label=_("School year"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    school = forms.ChoiceField(label=_("School"), required=False)

    def __init__(
        self,
        *args: Any,
        years: Sequence[SchoolYear],
        months: Sequence[Span],
        schools: Sequence[Page],
        all_schools: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(f"{span.first:%Y-%m}", span.name) for span in months]
        self._offer("year", [(str(each.pk), each.name) for each in years])
        self._offer("month", [("", _("The whole year")), *named])
        whole: list[tuple[str, Any]] = [("", _("All schools"))] if all_schools else []
        self._offer("school", [*whole, *((str(page.pk), page.title) for page in schools)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def month_named(text: str, months: Sequence[Span]) -> Span | None:
    """ "2026-10", where that is one of these months."""
    return next((span for span in months if f"{span.first:%Y-%m}" == text), None)
