"""Which days are this week, and which are coming up. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Protocol

SUNDAY: Final = 6
AHEAD: Final = dt.timedelta(days=42)
"""What is later than this is not on the page yet."""


class HasDay(Protocol):
    @property
    def day(self) -> dt.date: ...


def last_day_of_week(today: dt.date) -> dt.date:
    """The Sunday that is not before `today`. On Sunday that is the next one: whoever looks then,
    looks at the school week to come."""
    days = (SUNDAY - today.weekday()) or 7
    return today + dt.timedelta(days=days)


def split[T: HasDay](found: Sequence[T], today: dt.date) -> tuple[list[T], list[T]]:
    """What is from today until the end of the week, and what comes after; without what is over or
    too far off. Keeps the order."""
    last = last_day_of_week(today)
    week = [one for one in found if today <= one.day <= last]
    later = [one for one in found if last < one.day <= today + AHEAD]
    return week, later
