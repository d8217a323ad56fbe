"""Registers the reports, the page of rules, the button on a school's page and the home panels."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from classroom.permissions import can_see_all_days
from district_cms.people.models import User
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest

from .figures.views import REPORT, ExportView, FiguresView
from .log import report as log
from .panels import ConditionPanel, DistrictPanel
from .permissions import (
    can_export_records,
    can_publish_rules,
    can_see_any_figures,
    can_see_figures,
    can_see_site,
)
from .procedure_page.views import SCREEN, RulesView
from .records.views import RecordsView, download
from .replay.views import DraftView, ResultView
from .site.views import SiteConditionView, try_again

hooks.register("register_reports_menu_item", log.report_item)
hooks.register("register_admin_urls", log.report_urls)


class ReportItem(MenuItem):
    """Visible to accounts for which `may` returns True."""

    def __init__(self, label: Any, screen: str, may: Callable[[Any], bool], **options: Any) -> None:
        super().__init__(label, reverse_lazy(screen), **options)
        self.may = may

    def is_shown(self, request: SignedInRequest) -> bool:
        return self.may(request.user)


for label, screen, may, icon, order in (
    (gettext_lazy("How we are doing"), REPORT, can_see_any_figures, "table", 55),
    (gettext_lazy("Try a new procedure"), "procedure_replay", can_see_all_days, "history", 57),
    (gettext_lazy("How the site is doing"), "site_report", can_see_site, "desktop", 60),
    (gettext_lazy("Records"), "records", can_export_records, "download", 65),
):
    item = partial(ReportItem, label, screen, may, icon_name=icon, order=order)
    hooks.register("register_reports_menu_item", item)


@hooks.register("register_settings_menu_item")
def rules_item() -> MenuItem:
    label = gettext_lazy("Page of rules")
    return ReportItem(label, SCREEN, can_publish_rules, icon_name="list-ul", order=240)


@hooks.register("register_admin_urls")
def report_urls() -> list[Any]:
    return [
        path("reports/figures/", FiguresView.as_view(), name=REPORT),
        path("reports/figures/export/", ExportView.as_view(), name="figures_export"),
        path("reports/replay/", DraftView.as_view(), name="procedure_replay"),
        path("reports/replay/<slug:name>/", ResultView.as_view(), name="procedure_replay_result"),
        path("reports/site/", SiteConditionView.as_view(), name="site_report"),
        path("reports/site/<int:pk>/again/", try_again, name="site_try_again"),
        path("procedure/", RulesView.as_view(), name=SCREEN),
        path("reports/records/", RecordsView.as_view(), name="records"),
        path("reports/records/<str:name>/", download, name="records_download"),
    ]


@hooks.register("register_page_header_buttons")
def figures_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is SchoolPage and can_see_figures(user, page):
        address = f"{reverse(REPORT)}?school={page.pk}"
        yield Button(_("How we are doing"), address, icon_name="table", priority=26)


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, ConditionPanel())
    panels.append(DistrictPanel())
