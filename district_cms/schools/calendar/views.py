"""The screen for importing a calendar: choose a file, preview the changes, confirm."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.imports.reading import Kind, Plan
from district_cms.imports.views import ImportForm, ImportView
from district_cms.web.times import date_text

from ..models import SchoolYear
from .services import DAY, YEAR, CalendarImporter


class CalendarImportForm(ImportForm):
    """The file, and whether to remove days that are not in it."""

    extensions = ("csv", "txt", "ics", "ical")
    content_types = ("text/csv", "text/calendar")

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_(
            "A CSV file with the columns date (or start and end), name and kind, or a calendar "
            "(.ics) as calendar programs export it. The file is not stored."
        ),
    )
    replace = forms.BooleanField(
        label=_("Remove days that are not in the file"),
        help_text=_("Otherwise they stay, and the days in the file are added."),
        required=False,
    )


class CalendarImportView(ImportView):
    """Imports a calendar into the school year `pk`."""

    page_title = _("Import calendar")
    header_icon = "calendar-alt"
    permission_required: ClassVar = "schools.change_schoolyear"
    form_class: ClassVar = CalendarImportForm
    what_label = _("Day")
    text_label = _("Name")
    index_url_name = ""
    edit_url_name = ""

    @cached_property
    def school_year(self) -> SchoolYear:
        return get_object_or_404(SchoolYear, pk=self.kwargs["pk"])

    @override
    def get_importer(self, options: Mapping[str, Any]) -> CalendarImporter:
        return CalendarImporter(self.school_year, replace=bool(options.get("replace")))

    @override
    def get_page_subtitle(self) -> str:
        return self.school_year.name

    @override
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = list(self.breadcrumbs_items)
        if self.index_url_name:
            years = SchoolYear._meta.verbose_name_plural
            items.append({"url": reverse(self.index_url_name), "label": str(years).capitalize()})
        if self.edit_url_name:
            items.append({"url": self.get_back_url(), "label": self.school_year.name})
        return [*items, {"url": "", "label": self.get_page_title()}]

    @override
    def get_back_url(self) -> str:
        if self.edit_url_name:
            return reverse(self.edit_url_name, args=(self.school_year.pk,))
        return self.request.path

    @override
    def summary(self, plan: Plan) -> str:
        year = self.school_year
        bounds = next((c.after for c in plan.of(YEAR)), (year.first_day, year.last_day))
        return gettext(
            "School year %(year)s, from %(first)s to %(last)s. Days that stay as they are: "
            "%(unchanged)s."
        ) % {
            "year": year.name,
            "first": date_text(bounds[0]),
            "last": date_text(bounds[1]),
            "unchanged": plan.unchanged,
        }

    @override
    def nothing_to_do(self) -> str:
        return gettext("Nothing to do: the school year %(year)s already has all of this.") % {
            "year": self.school_year.name
        }

    @override
    def success_message(self, plan: Plan) -> str:
        return gettext(
            "The calendar of %(year)s is up to date. Days added: %(added)d; removed: %(removed)d; "
            "renamed: %(renamed)d."
        ) % {
            "year": self.school_year.name,
            "added": len(plan.of(DAY, Kind.ADDED)),
            "removed": len(plan.of(DAY, Kind.REMOVED)),
            "renamed": len(plan.of(DAY, Kind.CHANGED)),
        }
