"""The room's own reports in the menu of the editor: shown to whoever may open them."""

from collections.abc import Callable
from typing import Any

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from ..permissions import can_hold, can_watch
from .health import HealthView
from .retention import RetentionView


class ReportItem(MenuItem):
    def __init__(self, *args: Any, may_open: Callable[[User], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_open = may_open

    def is_shown(self, request: SignedInRequest) -> bool:
        return self.may_open(request.user)


def health_item() -> ReportItem:
    return ReportItem(
        _("Providers of email and texts"),
        reverse_lazy("notifications_health"),
        may_open=can_watch,
        icon_name="mail",
        order=61,
    )


def retention_item() -> ReportItem:
    return ReportItem(
        _("Deletion of old messages"),
        reverse_lazy("notifications_retention"),
        may_open=can_hold,
        icon_name="bin",
        order=62,
    )


def urls() -> list[Any]:
    return [
        path("reports/providers/", HealthView.as_view(), name="notifications_health"),
        path("reports/deletion/", RetentionView.as_view(), name="notifications_retention"),
    ]
