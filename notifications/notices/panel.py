"""Panels of the home screen: notices that wait for this person, at the top; and a way to write an
urgent notice, below the banners of the website."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from district_cms.moderation.read_later import reads_later
from district_cms.people.models import User
from district_cms.people.selectors import schools_led_by

from ..models import ClassNotice, Standing, UrgentNotice


class WaitingNoticesPanel(Component):
    """Lists notices of others that this account may send: the mail that asks for a second person
    may lie unread while that person works here. At most two queries."""

    name = "waiting_notices"
    template_name = "notifications/admin/waiting_notices_panel.html"
    order = 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(UrgentNotice)
        own = policy.instances_user_has_permission_for(user, "change")
        waiting = own.filter(standing=Standing.WAITING, ends_at__gt=timezone.now())
        return {
            "notices": list(waiting.exclude(made_by=user).order_by("made_at")),
            "class_notices": _of_classes(user),
        }


def _of_classes(user: User) -> list[ClassNotice]:
    """Returns the class notices that wait for the principal of their school. One query, or none for
    an account that leads no school."""
    below = [Q(classroom__path__startswith=school.path) for school in schools_led_by(user)]
    if not below:
        return []
    rows = ClassNotice.objects.filter(reduce(or_, below), standing=Standing.WAITING)
    at_once = reads_later(OuterRef("classroom__path"))
    return list(rows.exclude(at_once).exclude(made_by=user).order_by("made_at"))


class UrgentNoticesPanel(Component):
    """For everyone who may write an urgent notice today."""

    name = "urgent_notices"
    template_name = "notifications/admin/notice_panel.html"
    order = 23

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(UrgentNotice)
        return {"shown": policy.user_has_permission(user, "add")}
