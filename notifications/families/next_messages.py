"""Says when the next email and the next text come, or why none will."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.schools.calendar.cached import VERSION
from district_cms.web.times import time_text, weekday_text
from district_cms.web.versions import CachedValue

from .. import sources
from ..consent.students import may_follow
from ..digests.grouping import SCOPES
from ..digests.schedule import ONE_DAY, next_window
from ..models import Channel, MessageClass, Rhythm, Scope, Subscriber, VerifiedAddress
from ..rules.masking import mask_address
from ..services.pausing import paused_classes
from ..suppressions.rules import Cause, stops
from ..suppressions.services import suppressed
from .preferences.services import Line, is_paused

type Words = Mapping[Channel, Promise]

DAY: Final[Words] = {
    Channel.EMAIL: gettext_lazy("Your next email: %(day)s, after %(time)s."),
    Channel.TEXT: gettext_lazy("Your next text: %(day)s, after %(time)s."),
}
ANY_DAY: Final[Words] = {
    Channel.EMAIL: gettext_lazy(
        "Your next email: on the next day with something new, after %(time)s."
    ),
    Channel.TEXT: gettext_lazy(
        "Your next text: on the next day with something new, after %(time)s."
    ),
}
OFF: Final[Words] = {
    Channel.EMAIL: gettext_lazy("No email will come for now: what you follow sends none."),
    Channel.TEXT: gettext_lazy("No text will come for now: what you follow sends none."),
}
NO_DAY: Final[Words] = {
    Channel.EMAIL: gettext_lazy("No email is planned yet."),
    Channel.TEXT: gettext_lazy("No text is planned yet."),
}
URGENT_ONLY: Final[Words] = {
    Channel.EMAIL: gettext_lazy("By email you get urgent notices only, when there is one."),
    Channel.TEXT: gettext_lazy("By text you get urgent notices only, when there is one."),
}
SUPPRESSED: Final[Mapping[Cause, tuple[Promise, Promise]]] = {
    Cause.HARD_BOUNCE: (
        gettext_lazy("No email will come: our emails to %(address)s came back."),
        gettext_lazy(
            "If the address works again, tell the district office, or sign up with another one."
        ),
    ),
    Cause.COMPLAINT: (
        gettext_lazy("No email will come: an email of ours to %(address)s was marked as spam."),
        gettext_lazy("If that was a mistake, tell the district office."),
    ),
    Cause.NO_NUMBER: (
        gettext_lazy("No text will come: the number %(address)s takes none."),
        gettext_lazy("If it takes texts now, tell the district office."),
    ),
}
"""A stop by text message has its own words, with the way to start again."""


@dataclass(frozen=True, slots=True)
class NextMessage:
    """The words about one channel. `note` adds what else the reader needs to know, or is ""."""

    text: str
    note: str = ""


def next_messages(
    subscriber: Subscriber,
    lines: Sequence[Line],
    addresses: Sequence[VerifiedAddress],
    now: dt.datetime,
) -> list[NextMessage]:
    """Returns one item for each channel on which the person gets anything, in the active language.
    Returns nothing if only the list of high-school students prevents messages: only an email to the
    address's owner says that. A fixed number of queries."""
    active = [line for line in lines if line.active]
    if not active:
        return []
    if MessageClass.SUBSCRIPTION in paused_classes():
        text = _("The district is sending no class updates at the moment.")
        return [NextMessage(text, _("What is waiting comes when sending starts again."))]
    places = [line.place for line in active if line.scope in SCOPES and line.place is not None]
    allowed = may_follow(subscriber.pk, places)
    if places and not allowed:
        return []
    causes = {
        key: [cause for cause in each if stops(cause, MessageClass.SUBSCRIPTION)]
        for key, each in suppressed(each.address for each in addresses).items()
    }
    window = _next_window(subscriber, places, now)
    next_by_channel = []
    for channel in Channel:
        followed = [line for line in active if channel in line.active]
        own = [each.address for each in addresses if each.channel == channel]
        if not (followed and own) or (channel == Channel.TEXT and not settings.TEXT_PROVIDER):
            continue
        if all(causes.get((address, channel.value)) for address in own):
            next_by_channel += _suppressed(own[0], causes[own[0], channel.value])
        elif all(line.scope == Scope.NOTICES for line in followed):
            next_by_channel.append(NextMessage(str(URGENT_ONLY[channel])))
        else:
            sending = {
                line.scope
                for line in followed
                if line.place in allowed and line.place and line.place.offers_by(channel)
            }
            next_by_channel.append(_of_channel(channel, sending, subscriber, window, now))
    return next_by_channel


def _suppressed(address: str, causes: Collection[Cause]) -> list[NextMessage]:
    for cause in SUPPRESSED:
        if cause in causes:
            text, note = SUPPRESSED[cause]
            return [NextMessage(text % {"address": mask_address(address)}, str(note))]
    return []


def _of_channel(
    channel: Channel,
    sending: Collection[str],
    subscriber: Subscriber,
    window: dt.datetime | None,
    now: dt.datetime,
) -> NextMessage:
    if not sending:
        return NextMessage(str(OFF[channel]), _("Everything new is on the pages."))
    by_days = subscriber.rhythm == Rhythm.POSTING_DAYS
    waits_for_none = subscriber.rhythm == Rhythm.DAILY or (
        by_days and set(sending) == {Scope.ACTIVITY}
    )
    if waits_for_none and not is_paused(subscriber, now):
        return NextMessage(ANY_DAY[channel] % {"time": time_text(settings.DIGEST_TIME)})
    if window is None:
        note = _("They come again when the school year has its next posting day.")
        return NextMessage(str(NO_DAY[channel]), note)
    note = _("If there is nothing new by then, none is sent.")
    if by_days and Scope.ACTIVITY in sending:
        note += " " + _("What activities and schools post comes the same afternoon.")
    moment = timezone.localtime(window)
    words = {"day": weekday_text(moment.date()), "time": time_text(moment.time())}
    return NextMessage(DAY[channel] % words, note)


def _years(today: dt.date) -> tuple[list[dt.date], frozenset[dt.date], frozenset[dt.date]]:
    return (
        sources.posting_days(today),
        sources.year_ends(today),
        sources.days_without_school(today),
    )


# Only for display; a new day changes the version, too.
_YEARS: Final = CachedValue(VERSION, lambda: _years(timezone.localdate()))


def _next_window(
    subscriber: Subscriber, places: Sequence[sources.Place], now: dt.datetime
) -> dt.datetime | None:
    """Returns the next window (UTC) of the person's rhythm in which their classes may have news."""
    paused_until = subscriber.paused_until if is_paused(subscriber, now) else None
    today = timezone.localdate(paused_until or now)
    days, ends_of_years, no_school = _YEARS.get() if not paused_until else _years(today)
    zone = sources.district_zone()
    window = next_window(
        now,
        days,
        subscriber.rhythm,
        settings.DIGEST_TIME,
        zone,
        not_before=paused_until,
        year_ends=ends_of_years,
        no_school=no_school,
    )
    # Subscriptions to a teacher or a school continue in the next school year.
    ends = [
        sources.last_day_of(place.source) if place.scope == Scope.CLASS else dt.date.max
        for place in places
    ]
    last = max(ends, default=dt.date.max)
    if window is None or last == dt.date.max:
        return window
    # A class's posts on the evening of its last day go out with the first window after it.
    return window if window.astimezone(zone).date() <= last + ONE_DAY else None
