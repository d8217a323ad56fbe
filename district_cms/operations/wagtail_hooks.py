"""Registers the administrators' report and panel."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from district_cms.web.accounts import SignedInRequest

from . import views
from .log import report as log
from .panels import ConditionPanel
from .permissions import may_look


class ReportMenuItem(MenuItem):
    """Shown to whoever may see the report."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("How the site is doing"),
        reverse_lazy("operations_report"),
        icon_name="desktop",
        order=60,
    )


@hooks.register("register_admin_urls")
def report_urls() -> list[Any]:
    return [
        path("reports/site/", views.SiteConditionView.as_view(), name="operations_report"),
        path("reports/site/<int:pk>/again/", views.try_again, name="operations_try_again"),
    ]


hooks.register("register_reports_menu_item", log.report_item)
hooks.register("register_admin_urls", log.report_urls)


@hooks.register("construct_homepage_panels")
def add_condition_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, ConditionPanel())
