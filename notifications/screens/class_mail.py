"""The switches of a class or an activity: whether it offers updates by email, and by text."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from .. import sources
from ..digests.take_down import families_by_update
from ..models import Channel, MailOffer, Scope, Subscription
from ..rules.masking import fewest, is_few

# For each channel: the switch, the field with the time of turning it on, and its name in the log.
SWITCHES = {
    Channel.EMAIL: ("offered", "since", "class_mail"),
    Channel.TEXT: ("by_text", "texts_since", "class_texts"),
}


def check_may_switch(*, user: User, classroom: Any) -> None:
    """Raise `PermissionDenied` unless the account may edit the page."""
    if not sources.may_switch(user, classroom):
        raise PermissionDenied(_("This page is not one of yours."))


@transaction.atomic
def set_offer(
    *,
    classroom: Any,
    offered: bool,
    user: User,
    channel: Channel | str = Channel.EMAIL,
    now: dt.datetime | None = None,
) -> MailOffer:
    """Turn mail or texts of a class on or off. Families' own choices do not change: when it is
    turned on again, they get the updates from then on. Raises `PermissionDenied`."""
    check_may_switch(user=user, classroom=classroom)
    offer, _created = MailOffer.objects.select_for_update().get_or_create(page=classroom)
    switch, since, action = SWITCHES[Channel(channel)]
    if getattr(offer, switch) == offered:
        return offer
    setattr(offer, switch, offered)
    now = now or timezone.now()
    if offered:
        setattr(offer, since, now)
    offer.save()
    record(action=f"{action}.{'on' if offered else 'off'}", actor=user, page=classroom, at=now)
    return offer


def families_of(pages: Iterable[UUID], channel: Channel | str = Channel.EMAIL) -> Counter[UUID]:
    """Returns how many people subscribed directly to each of these classes and activities, on a
    channel. Subscribers to all classes of a teacher or school are not counted. One query."""
    rows = Subscription.objects.active().filter(
        scope__in=(Scope.CLASS, Scope.ACTIVITY), page_uuid__in=list(pages), channel=channel
    )
    return Counter(rows.values_list("page_uuid", flat=True))


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of a class, as its teacher sees it."""

    channel: Channel
    offered: bool
    families: int


def channels() -> list[Channel]:
    """Returns the channels that a class may offer: texts only if the district has a provider."""
    return [Channel.EMAIL, Channel.TEXT] if settings.TEXT_PROVIDER else [Channel.EMAIL]


def heading() -> str:
    """Returns the title of the switches' screens."""
    by_text = Channel.TEXT in channels()
    return _("Updates by email and text") if by_text else _("Updates by email")


def switch_of(classroom: Any, channel: Channel, families: int) -> Switch:
    by_text = channel == Channel.TEXT
    offered = sources.offers_texts(classroom) if by_text else sources.offers_mail(classroom)
    return Switch(channel, offered, families)


def carry_switches(page: Any, before: Any, same_teacher: bool, actor: User, **kwargs: Any) -> None:
    """Turn on for `page`, of the next school year, what is on for `before`, if the teacher is the
    same. Only updates from now on are sent."""
    offer = MailOffer.objects.filter(page=before).first() if same_teacher else None
    if offer is None:
        return
    for channel, (switch, _since, _action) in SWITCHES.items():
        if getattr(offer, switch):
            set_offer(classroom=page, offered=True, user=actor, channel=channel)


def _got(update: UUID, title: str, numbers: Mapping[UUID, int]) -> str:
    """Returns how many families got an update; "" while nobody did."""
    number = numbers.get(update, 0)
    if is_few(number):
        return _("“%(title)s” went to fewer than %(number)d families.") % {
            "title": title,
            "number": fewest(),
        }
    text = _("“%(title)s” went to %(number)d families.")
    return text % {"title": title, "number": number} if number else ""


class ClassMailPanel(Component):
    name = "class_mail"
    template_name = "notifications/admin/class_mail_panel.html"
    order = 15

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        rooms = sources.to_switch(parent_context["request"].user)
        keys = [room.translation_key for room in rooms]
        families = {channel: families_of(keys, channel) for channel in channels()}
        updates = sources.last_updates(room for room in rooms if sources.is_class(room))
        got = families_by_update([key for key, _title in updates.values()])
        return {
            "heading": heading(),
            "texts": Channel.TEXT in channels(),
            "rows": [
                {
                    "classroom": room,
                    "name": sources.name_of(room),
                    "is_class": sources.is_class(room),
                    "got": _got(*updates[room.path], got) if room.path in updates else "",
                    "switches": [
                        switch_of(room, channel, families[channel][room.translation_key])
                        for channel in channels()
                    ],
                }
                for room in rooms
            ],
            # Panels are rendered without their own request, and their buttons post.
            "csrf_token": parent_context["csrf_token"],
        }


MESSAGES = {
    (Channel.EMAIL, True): gettext_lazy("Families can now get the updates of %(class)s by email."),
    (Channel.EMAIL, False): gettext_lazy(
        "%(class)s no longer sends email. Its page stays as it is."
    ),
    (Channel.TEXT, True): gettext_lazy(
        "Families can now get the updates of %(class)s by text message."
    ),
    (Channel.TEXT, False): gettext_lazy(
        "%(class)s no longer sends texts. Its page stays as it is."
    ),
}


class SwitchView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the switches; POST with a `channel` and `offered` "on" or "off" sets one."""

    template_name = "notifications/admin/class_mail.html"
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        classroom = sources.switched_page(self.kwargs["classroom_id"])
        if classroom is None:
            raise Http404
        check_may_switch(user=self.request.user, classroom=classroom)
        self.classroom = classroom
        self.name = sources.name_of(classroom)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return heading()

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        offered = request.POST.get("offered") == "on"
        channel = Channel.TEXT if request.POST.get("channel") == "text" else Channel.EMAIL
        if channel not in channels():
            raise PermissionDenied
        set_offer(classroom=self.classroom, offered=offered, user=request.user, channel=channel)
        text = MESSAGES[channel, offered]
        messages.success(request, text % {"class": self.name})
        if request.POST.get("back_to") == "home":
            return redirect("wagtailadmin_home")
        return redirect("notifications_class_mail", self.classroom.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[self.classroom.pk]), "label": self.name},
            {"url": "", "label": heading()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.classroom.translation_key
        return {
            **super().get_context_data(**kwargs),
            "name": self.name,
            "classroom": self.classroom,
            "is_class": sources.is_class(self.classroom),
            "texts": Channel.TEXT in channels(),
            "switches": [
                switch_of(self.classroom, channel, families_of([key], channel)[key])
                for channel in channels()
            ],
        }
