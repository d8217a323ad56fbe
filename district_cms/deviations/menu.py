"""The report in the editor's menu, and its addresses."""

from typing import Any

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from district_cms.web.accounts import SignedInRequest

from .permissions import has_report_in_menu
from .report import REPORT, AskView, DownloadView, OneView, ReportView


class DeviationsMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return has_report_in_menu(request.user)


def menu_item() -> DeviationsMenuItem:
    return DeviationsMenuItem(
        gettext_lazy("What was done differently"),
        reverse_lazy(REPORT),
        icon_name="comment",
        order=57,
    )


def urls() -> list[Any]:
    address = "reports/explanations/"
    return [
        path(address, ReportView.as_view(), name=REPORT),
        path(f"{address}download/", DownloadView.as_view(), name="deviations_download"),
        path(f"{address}ask/", AskView.as_view(), name="deviations_ask"),
        path(f"{address}<uuid:number>/", OneView.as_view(), name="deviations_one"),
    ]
