"""The report "How the district is doing", of the district or of one school; and as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from classroom.permissions import can_see_all_days
from district_cms.audit_log.services import record
from district_cms.people.selectors import schools_led_by
from district_cms.procedure.clauses import clause
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.unpressed import press_again

from . import showing
from .exports import TABLES, figures_file
from .forms import FilterForm, month_named
from .keeping import are_fresh, figures_of
from .permissions import can_see_any
from .report import Report, report
from .spans import months_of

REPORT = "figures_report"
MONTH_CLAUSE = "frequency-twice-a-month"


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """Charts and tables; for principals, of their own schools."""

    template_name = "figures/admin/report.html"
    header_icon = "table"
    request: SignedInRequest
    report: Report | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        if not can_see_any(user):
            raise PermissionDenied
        self.sees_all = can_see_all_days(user)
        self.schools: list[Any] = self._schools()
        self.school = self._chosen_school()
        self.years = list(SchoolYear.objects.order_by("-first_day"))
        self.year = self._chosen_year()
        if self.year is not None:
            # All of the screen is of the day on which its figures were counted.
            facts = figures_of(self.year, self.school)
            self.months = months_of(self.year, facts.day)
            self.month = month_named(request.GET.get("month", ""), self.months)
            first = self.month.first if self.month else None
            self.report = report(facts, self.year, self.schools, self.school, first)
        return super().dispatch(request, *args, **kwargs)

    def _schools(self) -> list[Any]:
        found = SchoolPage.objects.live().order_by("title", "pk")
        if not self.sees_all:
            found = found.filter(pk__in=[page.pk for page in schools_led_by(self.request.user)])
        return list(found)

    def _chosen_school(self) -> Page | None:
        """Raises `PermissionDenied` for a school that is none of this account's business."""
        asked = self.request.GET.get("school", "")
        if asked:
            for page in self.schools:
                if str(page.pk) == asked:
                    return page
            raise PermissionDenied
        if self.sees_all:
            return None
        if not self.schools:
            raise PermissionDenied
        return self.schools[0]

    def _chosen_year(self) -> SchoolYear | None:
        asked = self.request.GET.get("year", "")
        today = timezone.localdate()
        begun = [year for year in self.years if year.first_day <= today]
        chosen = [year for year in self.years if str(year.pk) == asked]
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
            **showing.told(self.report, self.school),
            "report": self.report,
            "is_fresh": are_fresh(self.report.counted_at),
            "year": self.year,
            "month": self.month,
            "school": self.school,
            "clause": clause(MONTH_CLAUSE),
            "query": self.request.GET.urlencode(),
            "form": FilterForm(
                {
                    "year": self.year.pk,
                    "month": f"{self.month.first:%Y-%m}" if self.month else "",
                    "school": self.school.pk if self.school else "",
                },
                years=self.years,
                months=self.months,
                schools=self.schools,
                all_schools=self.sees_all,
            ),
        }


class ExportView(ReportView):
    """Take the figures away: POST, because it is written down."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, REPORT)

    def post(self, request: SignedInRequest) -> HttpResponse:
        if self.report is None or self.year is None:
            return press_again(request, REPORT)
        asked = request.POST.get("table", "")
        table = asked if asked in TABLES else next(iter(TABLES))
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
        return figures_file(f"{table}-{self.year.name}{month}", rows)
