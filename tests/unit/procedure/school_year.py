"""The school year of the cadence tests: Larkspur Valley, 2026-27, with helpers for readable
dates."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import YearCalendar

DENVER = ZoneInfo("America/Denver")


def days(first: str, last: str) -> frozenset[date]:
    """Returns every day from ``first`` to ``last``, both included, in ISO format."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset(start + timedelta(days=number) for number in range((end - start).days + 1))


LARKSPUR = YearCalendar(
    first_day=date(2026, 8, 26),
    last_day=date(2027, 6, 11),
    no_school=days("2026-09-07", "2026-09-07")  # Labor Day
    | days("2026-11-25", "2026-11-27")  # Thanksgiving
    | days("2026-12-21", "2027-01-01")  # winter break, over December 22
    | days("2027-01-18", "2027-01-18")  # Martin Luther King Jr. Day
    | days("2027-02-15", "2027-02-15")  # Presidents' Day
    | days("2027-03-22", "2027-03-26")  # spring break, over March 23
    | days("2027-05-31", "2027-05-31"),  # Memorial Day
)


def at(day: str, clock: str = "12:00", tz: tzinfo = DENVER) -> datetime:
    """Returns the datetime, in UTC, of this local time in ``tz``."""
    local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=tz)
    return local.astimezone(UTC)
