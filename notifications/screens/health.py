"""How the providers of email and texts are doing, from what our own records say: opening this
screen asks no provider anything."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..models import Channel, Message, ProviderEvent, SendingLimit, SendingPause
from ..permissions import can_run, check_may_watch
from ..providers.registry import channels_in_use, provider_class
from ..rules.state import State
from ..services.pausing import current_pause
from ..texts.proving import codes_leave

DAY: Final = dt.timedelta(days=1)
LOOKED_BACK: Final = dt.timedelta(days=31)
"""Older hand-overs and events are not looked for."""
MANY_ERRORS: Final = 5
"""Percent of a day's messages. A list that is looked after stays far below it."""
WAITING: Final = (State.READY, State.CLAIMED, State.HANDED_OVER)
TRIED: Final = Q(state=State.READY, attempts__gt=0)
FAILED: Final = (State.REJECTED, State.BOUNCED)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """One channel. `handed_over` and `failed` are those of the last day, `unknown` all of which we
    cannot tell now, `waiting` those that have not left,
    `later` those of them whose time has not come, `again` those that the provider did not take the
    last time and that are tried `again_at` and later. Moments are aware; None: nothing of the kind
    within `LOOKED_BACK`. `sends_codes` is False while `TEXT_CODES_AN_HOUR` is reached by the
    public forms, `adds_numbers` while it is by people's own pages."""

    channel: str
    name: Any
    provider: str  # its name as our code has it; "" where the settings name none that works
    reaches_people: bool
    reports_delivery: bool
    handed_over: int
    failed: int
    unknown: int
    waiting: int
    later: int
    again: int
    again_at: dt.datetime | None
    last_handed_over: dt.datetime | None
    last_event: dt.datetime | None
    closed_until: dt.datetime | None
    sends_codes: bool
    adds_numbers: bool

    @property
    def error_rate(self) -> int | None:
        """Percent; None where nothing was handed over."""
        return round(100 * self.failed / self.handed_over) if self.handed_over else None

    def problems(self) -> list[str]:
        """What someone should look after, in sentences."""
        said = []
        if not self.provider:
            said.append(_("The settings name a provider that cannot be used."))
        if self.error_rate is not None and self.error_rate >= MANY_ERRORS:
            said.append(_("Many messages of the last day did not get there."))
        if self.unknown:
            said.append(_("Of some messages we cannot tell whether they arrived."))
        if self.again:
            said.append(
                ngettext(
                    "The provider did not take %(number)d message. It is tried again by itself "
                    "until it would be too late to be of use.",
                    "The provider did not take %(number)d messages. They are tried again by "
                    "themselves until they would be too late to be of use.",
                    self.again,
                )
                % {"number": self.again}
            )
        if self.closed_until:
            said.append(
                _(
                    "The provider asked us to wait, or cannot be reached. Messages go on by "
                    "themselves."
                )
            )
        if not self.sends_codes:
            said.append(
                _(
                    "In the last hour %(number)d codes or more went to numbers whose owners "
                    "typed none back. Someone may be trying numbers: until there are fewer, no "
                    "code is sent to people who subscribe by text on a class page. Texts that "
                    "people already get, emails, and numbers that families add on their own page "
                    "go on."
                )
                % {"number": settings.TEXT_CODES_AN_HOUR}
            )
        if not self.adds_numbers:
            said.append(
                _(
                    "In the last hour families added %(number)d numbers or more on their own page "
                    "and typed no code back. Until there are fewer, no number can be added there."
                )
                % {"number": settings.TEXT_CODES_AN_HOUR}
            )
        if self.reports_delivery and self.handed_over and self.last_event is None:
            said.append(_("The provider has reported nothing: look at its webhook."))
        return said


@dataclass(frozen=True, slots=True)
class Health:
    at: dt.datetime
    channels: tuple[ChannelHealth, ...]
    pause: SendingPause | None
    trial: bool


def health(now: dt.datetime) -> Health:
    """At `now` (aware). Three queries, two for each channel, and one of texts."""
    day = Message.objects.filter(handed_over_at__gt=now - DAY).order_by()
    counted = {
        row["channel"]: row
        for row in day.values("channel").annotate(
            handed_over=Count("pk"), failed=Count("pk", filter=Q(state__in=FAILED))
        )
    }
    standing = Message.objects.order_by().filter(state__in=(State.UNKNOWN, *WAITING))
    now_there = {
        row["channel"]: row
        for row in standing.values("channel").annotate(
            unknown=Count("pk", filter=Q(state=State.UNKNOWN)),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            later=Count("pk", filter=Q(state=State.READY, send_after__gt=now)),
            again=Count("pk", filter=TRIED),
            again_at=Min("send_after", filter=TRIED),
        )
    }
    closed = dict(
        SendingLimit.objects.filter(closed_until__gt=now).values_list("channel", "closed_until")
    )
    return Health(
        at=now,
        channels=tuple(
            _health(name, now, {**counted.get(name, {}), **now_there.get(name, {})}, closed)
            for name in channels_in_use()
        ),
        pause=current_pause(),
        trial=bool(settings.SENDING_TRIAL),
    )


def _health(
    channel: str,
    now: dt.datetime,
    numbers: Mapping[str, Any],
    closed: Mapping[str, dt.datetime | None],
) -> ChannelHealth:
    since = now - LOOKED_BACK
    sent = Message.objects.filter(channel=channel, handed_over_at__gt=since)
    last = sent.order_by("-handed_over_at").values_list("handed_over_at", flat=True).first()
    try:
        provider = provider_class(channel)
    except ImproperlyConfigured:
        provider = None
    name = provider.name if provider is not None else ""
    events = ProviderEvent.objects.filter(source=name, received_at__gt=since)
    sends_codes, adds_numbers = codes_leave(now) if channel == Channel.TEXT else (True, True)
    return ChannelHealth(
        channel=channel,
        name=Channel(channel).label,
        provider=name,
        reaches_people=bool(provider is not None and provider.reaches_people),
        reports_delivery=bool(provider is not None and provider.reports_delivery),
        handed_over=numbers.get("handed_over", 0),
        failed=numbers.get("failed", 0),
        unknown=numbers.get("unknown", 0),
        waiting=numbers.get("waiting", 0),
        later=numbers.get("later", 0),
        again=numbers.get("again", 0),
        again_at=numbers.get("again_at"),
        last_handed_over=last,
        last_event=events.aggregate(last=Max("received_at"))["last"],
        closed_until=closed.get(channel),
        sends_codes=sends_codes,
        adds_numbers=adds_numbers,
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
            "health": health(timezone.now()),
            "runs_it": can_run(self.request.user),
        }
