"""The report on the providers, from our own records, and the room's reports in the menu."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from ..models import Channel, Message, ProviderEvent, SendingLimit
from ..permissions import can_hold, can_run, can_watch, check_may_watch
from ..providers.registry import channels_in_use, provider_class
from ..rules.state import State
from ..services.pausing import current_pause
from ..texts.proving import codes_leave
from .retention import RetentionView

DAY: Final = dt.timedelta(days=1)
LOOKED_BACK: Final = dt.timedelta(days=31)
"""Older hand-overs and events are not looked for."""
MANY_ERRORS: Final = 5
"""Percent of a day's messages. A list that is looked after stays far below it."""
WAITING: Final = Q(state__in=(State.READY, State.CLAIMED, State.HANDED_OVER))
TRIED: Final = Q(state=State.READY, attempts__gt=0)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """One channel. `handed_over` and `failed` are those of the last day. Moments are aware; None:
    nothing of the kind within `LOOKED_BACK`. `sends_codes` is False while `TEXT_CODES_AN_HOUR` is
    reached by the public forms, `adds_numbers` while it is by people's own pages."""

    channel: str
    name: Any
    provider: str  # its name as our code has it; "" where the settings name none that works
    reaches_people: bool
    reports_delivery: bool
    last_handed_over: dt.datetime | None
    last_event: dt.datetime | None
    closed_until: dt.datetime | None
    sends_codes: bool = True
    adds_numbers: bool = True
    handed_over: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    later: int = 0
    again: int = 0
    again_at: dt.datetime | None = None

    @property
    def error_rate(self) -> int | None:
        """Percent; None where nothing was handed over."""
        return round(100 * self.failed / self.handed_over) if self.handed_over else None

    def problems(self) -> list[str]:
        """What someone should look after, in sentences."""
        return list(self._problems())

    def _problems(self) -> Iterator[str]:
        codes = {"number": settings.TEXT_CODES_AN_HOUR}
        if not self.provider:
            yield _("The settings name a provider that cannot be used.")
        if self.error_rate is not None and self.error_rate >= MANY_ERRORS:
            yield _("Many messages of the last day did not get there.")
        if self.unknown:
            yield _("Of some messages we cannot tell whether they arrived.")
        if self.again:
            text = ngettext(
                "The provider did not take %(number)d message. It is tried again by itself until "
                "it would be too late to be of use.",
                "The provider did not take %(number)d messages. They are tried again by themselves "
                "until they would be too late to be of use.",
                self.again,
            )
            yield text % {"number": self.again}
        if self.closed_until:
            yield _(
                "The provider asked us to wait, or cannot be reached. Messages go on by themselves."
            )
        if not self.sends_codes:
            text = _(
                "In the last hour %(number)d codes or more went to numbers whose owners typed none "
                "back. Someone may be trying numbers: until there are fewer, no code is sent to "
                "people who subscribe by text on a class page. Texts that people already get, "
                "emails, and numbers that families add on their own page go on."
            )
            yield text % codes
        if not self.adds_numbers:
            text = _(
                "In the last hour families added %(number)d numbers or more on their own page and "
                "typed no code back. Until there are fewer, no number can be added there."
            )
            yield text % codes
        if self.reports_delivery and self.handed_over and self.last_event is None:
            yield _("The provider has reported nothing: look at its webhook.")


def health(now: dt.datetime) -> list[ChannelHealth]:
    """Each channel at `now` (aware). A fixed number of queries."""
    return [_health(channel, now) for channel in channels_in_use()]


def _health(channel: str, now: dt.datetime) -> ChannelHealth:
    try:
        provider = provider_class(channel)
    except ImproperlyConfigured:
        provider = None
    name = provider.name if provider is not None else ""
    since = now - LOOKED_BACK
    rows = Message.objects.filter(channel=channel).order_by()
    sent = rows.filter(handed_over_at__gt=since)
    numbers = rows.filter(handed_over_at__gt=now - DAY).aggregate(
        handed_over=Count("pk"),
        failed=Count("pk", filter=Q(state__in=(State.REJECTED, State.BOUNCED))),
    )
    numbers |= rows.filter(WAITING | Q(state=State.UNKNOWN)).aggregate(
        unknown=Count("pk", filter=Q(state=State.UNKNOWN)),
        waiting=Count("pk", filter=WAITING),
        later=Count("pk", filter=Q(state=State.READY, send_after__gt=now)),
        again=Count("pk", filter=TRIED),
        again_at=Min("send_after", filter=TRIED),
    )
    events = ProviderEvent.objects.filter(source=name, received_at__gt=since)
    closed = SendingLimit.objects.filter(channel=channel, closed_until__gt=now)
    sends_codes, adds_numbers = codes_leave(now) if channel == Channel.TEXT else (True, True)
    return ChannelHealth(
        channel=channel,
        name=Channel(channel).label,
        provider=name,
        reaches_people=bool(provider is not None and provider.reaches_people),
        reports_delivery=bool(provider is not None and provider.reports_delivery),
        last_handed_over=sent.order_by("-handed_over_at")
        .values_list("handed_over_at", flat=True)
        .first(),
        last_event=events.aggregate(last=Max("received_at"))["last"],
        closed_until=closed.values_list("closed_until", flat=True).first(),
        sends_codes=sends_codes,
        adds_numbers=adds_numbers,
        **numbers,
    )


class HealthView(WagtailAdminTemplateMixin, TemplateView):
    """The report "Providers of email and texts"."""

    template_name = "notifications/admin/health.html"
    page_title = gettext_lazy("Providers of email and texts")
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_watch(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "channels": health(timezone.now()),
            "pause": current_pause(),
            "trial": settings.SENDING_TRIAL,
            "runs_it": can_run(self.request.user),
        }


class ReportItem(MenuItem):
    """A report in the menu of whoever may open it."""

    def __init__(self, *args: Any, may_open: Callable[[User], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_open = may_open

    def is_shown(self, request: SignedInRequest) -> bool:
        return self.may_open(request.user)


def health_item() -> ReportItem:
    address = reverse_lazy("notifications_health")
    return ReportItem(
        HealthView.page_title, address, may_open=can_watch, icon_name="mail", order=61
    )


def retention_item() -> ReportItem:
    address = reverse_lazy("notifications_retention")
    return ReportItem(
        RetentionView.page_title, address, may_open=can_hold, icon_name="bin", order=62
    )


def urls() -> list[Any]:
    return [
        path("reports/providers/", HealthView.as_view(), name="notifications_health"),
        path("reports/deletion/", RetentionView.as_view(), name="notifications_retention"),
    ]
