"""No class updates until a day. What is posted in between is on the pages, and not sent later."""

import datetime as dt
from typing import Final

from django.utils import timezone

from ... import sources
from ...models import Subscriber

LONGEST_PAUSE: Final = dt.timedelta(days=180)


def first_day(today: dt.date) -> dt.date:
    """The first day until which one can pause."""
    return today + dt.timedelta(days=1)


def last_day(today: dt.date) -> dt.date:
    return today + LONGEST_PAUSE


def pause(*, subscriber: Subscriber, until: dt.date, now: dt.datetime | None = None) -> None:
    """Send no class updates before that day (a date in the district's zone). A pause that runs gets
    this end and keeps its beginning. Raises ValueError for a day that cannot be chosen."""
    now = now or timezone.now()
    zone = sources.district_zone()
    today = now.astimezone(zone).date()
    if not first_day(today) <= until <= last_day(today):
        raise ValueError("A pause ends between tomorrow and half a year from now.")
    if not is_paused(subscriber, now):
        subscriber.paused_from = now
    subscriber.paused_until = dt.datetime.combine(until, dt.time(), tzinfo=zone).astimezone(dt.UTC)
    subscriber.save(update_fields=["paused_from", "paused_until"])


def resume(*, subscriber: Subscriber, now: dt.datetime | None = None) -> None:
    """End the pause that runs; without one, nothing changes."""
    now = now or timezone.now()
    if is_paused(subscriber, now):
        subscriber.paused_until = now
        subscriber.save(update_fields=["paused_until"])


def is_paused(subscriber: Subscriber, now: dt.datetime) -> bool:
    start, end = subscriber.paused_from, subscriber.paused_until
    return start is not None and end is not None and start <= now < end


def back_on(subscriber: Subscriber, now: dt.datetime) -> dt.date | None:
    """The day on which updates come again; None where there is no pause."""
    if subscriber.paused_until is None or not is_paused(subscriber, now):
        return None
    return subscriber.paused_until.astimezone(sources.district_zone()).date()
