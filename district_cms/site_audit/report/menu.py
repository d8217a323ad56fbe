"""The report in the editor's menu, and its addresses."""

from typing import Any

from django.urls import path
from wagtail.admin.menu import MenuItem

from district_cms.web.accounts import SignedInRequest

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
        path("reports/accessibility/", findings.as_view(), name=findings.index_url_name),
        path(
            "reports/accessibility/results/",
            findings.as_view(results_only=True),
            name=findings.index_results_url_name,
        ),
        path("reports/accessibility/start/", views.start, name="site_audit_start"),
        path("reports/accessibility/<int:run_id>/stop/", views.stop, name="site_audit_stop"),
        path("reports/accessibility/to-fix/", fix.as_view(), name=fix.index_url_name),
        path(
            "reports/accessibility/to-fix/results/",
            fix.as_view(results_only=True),
            name=fix.index_results_url_name,
        ),
    ]
