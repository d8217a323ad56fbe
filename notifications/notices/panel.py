"""On the home screen: urgent notices that wait for this person, above all else; and below what
stands at the top of the website, the way to tell families too."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from ..models import Standing, UrgentNotice


class WaitingNoticesPanel(Component):
    """What others wrote and this account may send: the mail that asks for a second person may lie
    unread while someone is at work here. One query, and none where an account sends no notices."""

    name = "waiting_notices"
    template_name = "notifications/admin/waiting_notices_panel.html"
    order = 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(UrgentNotice)
        own = policy.instances_user_has_permission_for(user, "change")
        waiting = own.filter(standing=Standing.WAITING, ends_at__gt=timezone.now())
        return {"notices": list(waiting.exclude(made_by=user).order_by("made_at"))}


class UrgentNoticesPanel(Component):
    """For who may write one somewhere today."""

    name = "urgent_notices"
    template_name = "notifications/admin/notice_panel.html"
    order = 23

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(UrgentNotice)
        return {"shown": policy.user_has_permission(user, "add")}
