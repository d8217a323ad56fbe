"""The report in the editor's menu, and its addresses."""

from typing import Any

from django.urls import path
from wagtail.admin.menu import MenuItem

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables.reports import urls_of

from ..permissions import can_see_report
from . import views
from . import viewsets as reports


class AccessibilityReportMenuItem(MenuItem):
    """Shown to whoever has pages in it."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return can_see_report(request.user)


def report_urls() -> list[Any]:
    findings, fix = reports.FindingsView, reports.OutstandingView
    return [
        *urls_of(findings, "reports/accessibility/"),
        path("reports/accessibility/start/", views.start, name="site_audit_start"),
        path("reports/accessibility/<int:run_id>/stop/", views.stop, name="site_audit_stop"),
        *urls_of(fix, "reports/accessibility/to-fix/"),
    ]
