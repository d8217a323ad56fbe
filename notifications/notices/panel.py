"""Panels of the home screen: notices that wait for this person, at the top; and what is on the
website now, with the buttons of a new message."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from district_cms.moderation.read_later import reads_later
from district_cms.people.models import User
from district_cms.people.selectors import schools_led_by
from district_cms.schools.banners.wording import Emergency
from district_cms.schools.models import Banner

from ..models import BannerLink, ClassNotice, Standing, UrgentNotice


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


class MessagesPanel(Component):
    """What is on the website now, and the buttons of a new message. For everyone who may post one
    today. At most three queries."""

    name = "messages"
    template_name = "notifications/admin/messages_panel.html"
    order = 22

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not policy_registry.get_by_type(UrgentNotice).user_has_permission(user, "add"):
            return {"shown": False}
        policy = policy_registry.get_by_type(Banner)
        own = policy.instances_user_has_any_permission_for(user, {"change"})
        banners = list(own.not_over().select_related("school")[:6])
        notices, add = _by_banner(banners), reverse("notices:add")
        usual = (Emergency.CLOSED, Emergency.LATE, Emergency.EARLY)
        return {
            "shown": True,
            "rows": [(banner, _sheet_of(banner, notices)) for banner in banners],
            "usual": [{"label": each.label, "url": f"{add}?usual={each}"} for each in usual],
        }


def _by_banner(banners: list[Banner]) -> dict[int, int]:
    """Returns the key of the message of each banner that has one. No query without banners."""
    if not banners:
        return {}
    through = BannerLink.objects.filter(banner__in=banners)
    return dict(through.values_list("banner", "urgentnotice"))


def _sheet_of(banner: Banner, notices: Mapping[int, int]) -> str:
    notice = notices.get(banner.pk)
    if notice is None:
        return reverse("notices:line", args=[banner.pk])
    return reverse("urgent-notices:inspect", args=[notice])
