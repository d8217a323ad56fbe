"""In the editor: the register over the schools that an account reads, and as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.procedure.clauses import clause
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.keys import key_in
from district_cms.web.refused.unpressed import press_again
from district_cms.web.tables.spreadsheets import csv_file
from district_cms.web.times import date_text, moment_text

from ..models import Authorization
from .permissions import can_open_others, has_report_in_menu, leads_anyone, reads_all
from .selectors import readable
from .services import note_download
from .views import CLAUSES

REPORT = "authorizations_report"
ON_A_SCREEN = 50


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "deviations/admin/authorizations.html"
    page_title: Any = gettext_lazy("Personal phones and accounts")
    header_icon = "mobile-alt"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_open_others(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    @property
    def over(self) -> bool:
        return self.request.GET.get("show") == "ended"

    @property
    def school(self) -> int | None:
        """Whatever is no number of a row asks for all."""
        return key_in(self.request.GET.get("school"))

    def rows(self) -> Any:
        today, found = timezone.localdate(), readable(self.request.user)
        if self.school:
            found = found.filter(school_id=self.school)
        rows: Any = found
        return rows.over(today) if self.over else rows.open(today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sees_all = reads_all(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "shown": Paginator(self.rows(), ON_A_SCREEN).get_page(self.request.GET.get("p")),
            "over": self.over,
            "school": self.school,
            "schools": SchoolPage.objects.live().order_by("title") if sees_all else [],
            "can_grant": leads_anyone(self.request.user),
            "clauses": [clause(each) for each in CLAUSES],
        }


class DownloadView(ReportView):
    """Take the list away: POST, because it is written down."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, REPORT)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(self.rows())
        note_download(user=request.user, rows=len(rows))
        heading = [
            *(_("Person"), _("School"), _("Personal resource"), _("Purpose")),
            *(_("Who is reached"), _("From"), _("Until"), _("Status")),
            *(_("Decided by"), _("Decided"), _("Answer"), _("Ended on"), _("Ended by")),
            _("Clause"),
        ]
        lines = (_cells(row) for row in rows)
        return csv_file("personal-resources.csv", (heading, *lines))


class AuthorizationsMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return has_report_in_menu(request.user)


def menu_item() -> AuthorizationsMenuItem:
    return AuthorizationsMenuItem(
        ReportView.page_title, reverse_lazy(REPORT), icon_name=ReportView.header_icon, order=58
    )


def urls() -> list[Any]:
    address = "reports/authorizations/"
    return [
        path(address, ReportView.as_view(), name=REPORT),
        path(f"{address}download/", DownloadView.as_view(), name="authorizations_download"),
    ]


def _cells(row: Authorization) -> list[str]:
    return [
        *(row.who, str(row.school or ""), row.about, row.purpose, row.reached),
        *(date_text(row.first_day), date_text(row.last_day), row.said, row.decided_by),
        moment_text(row.decided_at) if row.decided_at else "",
        row.answer,
        date_text(row.ended_on) if row.ended_on else "",
        *(row.ended_by, row.clause.sentence),
    ]
