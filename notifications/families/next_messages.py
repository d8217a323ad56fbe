"""When the next email and the next text come, in words, or why none will."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.web.times import time_text, weekday_text

from .. import sources
from ..consent.students import may_follow
from ..digests.build import SCOPES
from ..digests.schedule import LOOK_BACK, ONE_DAY, next_window
from ..models import Channel, MessageClass, Rhythm, Scope, Subscriber, VerifiedAddress
from ..rules.masking import mask_address
from ..rules.quiet import hours, quiet_until
from ..services.pausing import held_classes
from ..suppressions.rules import Cause
from ..suppressions.selectors import suppressed
from ..texts.numbers import zone_of_number
from .preferences.lines import Line
from .preferences.pausing import is_paused

_DAY: Final = {
    Channel.EMAIL: gettext_lazy("Your next email: %(day)s, after %(time)s."),
    Channel.TEXT: gettext_lazy("Your next text: %(day)s, after %(time)s."),
}
_ANY_DAY: Final = {
    Channel.EMAIL: gettext_lazy(
        "Your next email: on the next day with something new, after %(time)s."
    ),
    Channel.TEXT: gettext_lazy(
        "Your next text: on the next day with something new, after %(time)s."
    ),
}
_NOT_BEFORE: Final = {
    Channel.EMAIL: gettext_lazy(
        "Your next email: on the first day with something new, from %(day)s on."
    ),
    Channel.TEXT: gettext_lazy(
        "Your next text: on the first day with something new, from %(day)s on."
    ),
}
_OFF: Final = {
    Channel.EMAIL: gettext_lazy("No email will come for now: what you follow sends none."),
    Channel.TEXT: gettext_lazy("No text will come for now: what you follow sends none."),
}
_NO_DAY: Final = {
    Channel.EMAIL: gettext_lazy("No email is planned yet."),
    Channel.TEXT: gettext_lazy("No text is planned yet."),
}
_OVER: Final = {
    Channel.EMAIL: gettext_lazy(
        "Your classes are over. If they still have something new, it comes by email after %(time)s."
    ),
    Channel.TEXT: gettext_lazy(
        "Your classes are over. If they still have something new, it comes by text after %(time)s."
    ),
}
_URGENT_ALONE: Final = {
    Channel.EMAIL: gettext_lazy("By email you get urgent notices only, when there is one."),
    Channel.TEXT: gettext_lazy("By text you get urgent notices only, when there is one."),
}
_GETS_NONE: Final[Mapping[Cause, tuple[Promise, Promise]]] = {
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
"""A stop by text is said in words of its own, with the way back."""


@dataclass(frozen=True, slots=True)
class NextMessage:
    """What is said of one channel; `note` is what one has to know besides, or ""."""

    says: str
    note: str = ""


class _Times(NamedTuple):
    """Until when the person pauses, and the next window of their rhythm (UTC); None where there is
    none. After the last posting day of a year, what its classes post waits for none. `today` is
    the day of the soonest window of all."""

    paused_until: dt.datetime | None
    window: dt.datetime | None
    by_itself: bool  # whether what is posted waits for no day
    today: dt.date


def next_messages(
    subscriber: Subscriber,
    lines: Sequence[Line],
    addresses: Sequence[VerifiedAddress],
    now: dt.datetime,
) -> list[NextMessage]:
    """One for each channel on which the person gets anything, in the language that is active. None
    where only the list of high-school students stands against it: that is told by email alone, to
    the address's owner. A fixed number of queries."""
    active = [line for line in lines if line.active]
    if not active:
        return []
    if MessageClass.SUBSCRIPTION in held_classes():
        says = _("The district is sending no class updates at the moment.")
        return [NextMessage(says, _("What is waiting comes when sending starts again."))]
    own = [line.place for line in active if line.scope in SCOPES and line.place is not None]
    allowed = {(place.scope, place.page) for place in may_follow(subscriber.pk, own)}
    causes = suppressed(each.address for each in addresses)
    paused_until = subscriber.paused_until if is_paused(subscriber, now) else None
    times = _times(subscriber, own, now, paused_until)
    found = []
    for channel in Channel:
        of_channel = [line for line in active if channel in line.active]
        at = [each.address for each in addresses if each.channel == channel]
        if not (of_channel and at) or (channel == Channel.TEXT and not settings.TEXT_PROVIDER):
            continue
        reached = [address for address in at if not causes.get((address, channel.value))]
        if reached:
            found += _of_channel(subscriber, of_channel, allowed, channel, reached[0], times)
        else:
            found += _none(at[0], causes[at[0], channel.value])
    # What holds of both is said once.
    notes = [each.note for each in found]
    return [
        replace(each, note="") if each.note in notes[place + 1 :] else each
        for place, each in enumerate(found)
    ]


def _none(address: str, causes: Collection[Cause]) -> list[NextMessage]:
    cause = next((cause for cause in _GETS_NONE if cause in causes), None)
    if cause is None:
        return []
    says, note = _GETS_NONE[cause]
    return [NextMessage(says % {"address": mask_address(address)}, str(note))]


def _of_channel(
    subscriber: Subscriber,
    lines: Sequence[Line],
    allowed: Collection[tuple[str, UUID]],
    channel: Channel,
    address: str,
    times: _Times,
) -> list[NextMessage]:
    recurring = [line for line in lines if line.scope in SCOPES]
    if not recurring:
        return [NextMessage(str(_URGENT_ALONE[channel]))]
    standing = [line for line in recurring if line.place is not None]
    permitted = [line for line in standing if (line.scope, line.page) in allowed]
    if standing and not permitted:
        return []
    sending = [line.scope for line in permitted if line.place and line.place.offers_by(channel)]
    if not sending:
        if times.paused_until is None and _were_sending(permitted, channel, times.today):
            return [NextMessage(_OVER[channel] % {"time": time_text(settings.DIGEST_TIME)})]
        return [NextMessage(str(_OFF[channel]), _("Everything new is on the pages."))]
    by_days = subscriber.rhythm == Rhythm.POSTING_DAYS
    if times.by_itself or (by_days and {*sending} == {Scope.ACTIVITY}):
        return [NextMessage(_when_posted(channel, times.paused_until))]
    if times.window is None:
        note = _("They come again when the school year has its next posting day.")
        return [NextMessage(str(_NO_DAY[channel]), note)]
    note = _("If there is nothing new by then, none is sent.")
    if by_days and Scope.ACTIVITY in sending:
        note += " " + _("What activities and schools post comes the same afternoon.")
    text = channel == Channel.TEXT
    window = times.window
    moment = _rings(subscriber, address, window) if text else timezone.localtime(window)
    said = {"day": weekday_text(moment.date()), "time": time_text(moment.time())}
    return [NextMessage(_DAY[channel] % said, note)]


def _were_sending(lines: Sequence[Line], channel: Channel, today: dt.date) -> bool:
    """Whether any of what sends nothing today would send, were its classes not over: what they
    posted at the very end, or what is approved only now, is news for as long as any."""
    asked = [(line.scope, line.page) for line in lines]
    earlier = sources.places(asked, today - LOOK_BACK)
    return any(place.offers_by(channel) for place in earlier.values())


def _when_posted(channel: Channel, paused_until: dt.datetime | None) -> str:
    """For who waits for no day."""
    if paused_until is not None:
        return _NOT_BEFORE[channel] % {"day": weekday_text(timezone.localdate(paused_until))}
    return _ANY_DAY[channel] % {"time": time_text(settings.DIGEST_TIME)}


def _times(
    subscriber: Subscriber,
    places: Sequence[sources.Place],
    now: dt.datetime,
    paused_until: dt.datetime | None,
) -> _Times:
    zone, at = sources.district_zone(), settings.DIGEST_TIME
    today = timezone.localdate(paused_until or now)
    days: Sequence[dt.date] = ()
    ends: Collection[dt.date] = ()
    off: Collection[dt.date] = ()
    last = _last_day(places)
    if subscriber.rhythm == Rhythm.POSTING_DAYS:
        days = [day for day in sources.posting_days(today) if day <= last]
    elif subscriber.rhythm == Rhythm.WEEKLY:
        ends, off = sources.year_ends(today), sources.days_without_school(today)
    rhythm = subscriber.rhythm
    window = next_window(
        now, days, rhythm, at, zone, not_before=paused_until, year_ends=ends, no_school=off
    )
    soonest = next_window(now, (), Rhythm.DAILY, at, zone, not_before=paused_until)
    assert soonest is not None
    day = soonest.astimezone(zone).date()
    # What a class posts on the evening of its last day comes with the first window after it.
    if last < dt.date.max and day > last + ONE_DAY:
        return _Times(paused_until, None, by_itself=False, today=day)
    late = window is None and last < dt.date.max
    return _Times(paused_until, window, rhythm == Rhythm.DAILY or late, day)


def _last_day(places: Sequence[sources.Place]) -> dt.date:
    """On which any of the classes runs; those of a teacher or a school go on in the next year."""
    found = [
        sources.last_day_of(place.source) if place.scope == Scope.CLASS else dt.date.max
        for place in places
        if place.scope != Scope.ACTIVITY
    ]
    return max(found, default=dt.date.max)


def _rings(subscriber: Subscriber, number: str, window: dt.datetime) -> dt.datetime:
    """When a text of this window rings, on the clock of the number's place."""
    zone = ZoneInfo(zone_of_number(number) or settings.TIME_ZONE)
    quiet = hours(subscriber.quiet_from, subscriber.quiet_until)
    return (quiet_until(window, *quiet, zone) or window).astimezone(zone)
