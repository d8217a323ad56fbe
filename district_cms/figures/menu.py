"""The report in the editor's menu and on a school's page."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest

from .permissions import can_see_any, can_see_figures
from .views import REPORT, ExportView, ReportView


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return can_see_any(request.user)


def menu_item() -> FiguresMenuItem:
    return FiguresMenuItem(
        gettext_lazy("How we are doing"), reverse_lazy(REPORT), icon_name="table", order=55
    )


def header_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is SchoolPage and can_see_figures(user, page):
        address = f"{reverse(REPORT)}?school={page.pk}"
        yield Button(_("How we are doing"), address, icon_name="table", priority=26)


def urls() -> list[Any]:
    return [
        path("reports/figures/", ReportView.as_view(), name=REPORT),
        path("reports/figures/export/", ExportView.as_view(), name="figures_export"),
    ]
