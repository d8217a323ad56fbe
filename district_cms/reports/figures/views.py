"""The report "How the district is doing", for the district or one school; also as a file."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from classroom.permissions import can_see_all_days
from district_cms.audit_log.services import record
from district_cms.people.selectors import schools_led_by
from district_cms.procedure.clauses import clause
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again
from district_cms.web.tables import csv_file

from ..permissions import can_see_any_figures
from .report import TABLES, Report, context_of, report
from .rules import Span
from .services import figures_of, is_fresh
from .stored import months_of

REPORT = "figures_report"
MONTH_CLAUSE = "frequency-minimum"


class FilterForm(forms.Form):
    """Filters the figures by school year, month and school."""

    year = forms.ChoiceField(label=gettext_lazy("School year"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    school = forms.ChoiceField(label=gettext_lazy("School"), required=False)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[Any, Any]]]) -> None:
        super().__init__(*args)
        for name, of_field in choices.items():
            self.fields[name].choices = of_field  # type: ignore[attr-defined]


class FiguresView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the figures as tables; principals see only their own schools."""

    template_name = "reports/admin/figures.html"
    header_icon = "table"
    request: SignedInRequest
    report: Report | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        if not can_see_any_figures(user):
            raise PermissionDenied
        self.sees_all = can_see_all_days(user)
        self.schools: list[Any] = self._schools()
        self.school = self._chosen_school()
        self.years = list(SchoolYear.objects.order_by("-first_day"))
        self.year = self._chosen_year()
        if self.year is not None:
            # The whole screen is as of the day of the count.
            facts = figures_of(self.year, self.school)
            self.months = months_of(self.year, facts.day)
            self.month = self._chosen_month()
            first = self.month.first if self.month else None
            self.report = report(facts, self.year, self.schools, self.school, first)
        return super().dispatch(request, *args, **kwargs)

    def _chosen_month(self) -> Span | None:
        """Returns the requested month, such as "2026-10", if it is one of these."""
        text = self.request.GET.get("month", "")
        return next((span for span in self.months if f"{span.first:%Y-%m}" == text), None)

    def _schools(self) -> list[Any]:
        schools = SchoolPage.objects.live().order_by("title", "pk")
        if not self.sees_all:
            schools = schools.filter(pk__in=[page.pk for page in schools_led_by(self.request.user)])
        return list(schools)

    def _chosen_school(self) -> Page | None:
        """Returns the requested school. Raises `PermissionDenied` for a school that this account
        may not see."""
        requested = self.request.GET.get("school", "")
        if requested:
            for page in self.schools:
                if str(page.pk) == requested:
                    return page
            raise PermissionDenied
        if self.sees_all:
            return None
        if not self.schools:
            raise PermissionDenied
        return self.schools[0]

    def _chosen_year(self) -> SchoolYear | None:
        requested = self.request.GET.get("year", "")
        today = timezone.localdate()
        begun = [year for year in self.years if year.first_day <= today]
        chosen = [year for year in self.years if str(year.pk) == requested]
        return next(iter([*chosen, *begun, *self.years]), None)

    def get_page_title(self) -> str:
        if self.school is not None:
            return _("How %(school)s is doing") % {"school": self.school.title}
        return _("How the district is doing")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.report is None or self.year is None:
            return context
        return {
            **context,
            **context_of(self.report, self.school),
            "report": self.report,
            "is_fresh": is_fresh(self.report.counted_at),
            "year": self.year,
            "month": self.month,
            "school": self.school,
            "clause": clause(MONTH_CLAUSE),
            "query": self.request.GET.urlencode(),
            "form": self._filter_form(self.year),
        }

    def _filter_form(self, year: SchoolYear) -> FilterForm:
        months = [(f"{span.first:%Y-%m}", span.name) for span in self.months]
        schools = [(page.pk, page.title) for page in self.schools]
        whole: list[tuple[Any, Any]] = [("", _("All schools"))] if self.sees_all else []
        return FilterForm(
            {
                "year": year.pk,
                "month": f"{self.month.first:%Y-%m}" if self.month else "",
                "school": self.school.pk if self.school else "",
            },
            choices={
                "year": [(each.pk, each.name) for each in self.years],
                "month": [("", _("The whole year")), *months],
                "school": [*whole, *schools],
            },
        )


class ExportView(FiguresView):
    """Exports a table. A POST, because it is recorded in the audit log."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, REPORT)

    def post(self, request: SignedInRequest) -> HttpResponse:
        if self.report is None or self.year is None:
            return press_again(request, REPORT)
        requested = request.POST.get("table", "")
        table = requested if requested in TABLES else next(iter(TABLES))
        rows = TABLES[table]([self.school] if self.school else self.schools, self.report)
        record(
            action="figures.exported",
            actor=request.user,
            page=self.school,
            table=table,
            year=self.year.name,
            month=self.month.name if self.month else "",
            rows=len(rows) - 1,
        )
        month = f"{self.month.first:-%Y-%m}" if self.month else ""
        return csv_file(f"{table}-{self.year.name}{month}.csv", rows)
