"""Registers the room's screens and log actions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .services.schedule import REFUSED
from .viewsets import district_viewset_group


@hooks.register("register_admin_viewset")
def register_district_viewsets() -> Any:
    return district_viewset_group


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    @actions.register_action(REFUSED)
    class ScheduleRefused(LogFormatter):
        label = _("Scheduled publication refused")

        def format_message(self, log_entry: Any) -> Any:
            return log_entry.data.get("message") or self.label

        def format_comment(self, log_entry: Any) -> str:
            return ""
