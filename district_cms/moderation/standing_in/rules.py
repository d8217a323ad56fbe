"""When something has waited too long. Pure."""

import datetime as dt
from collections.abc import Iterable

from district_cms.procedure.cadence import YearCalendar

DAY = dt.timedelta(days=1)
# Nothing that waits through a summer needs to be counted further.
LONGEST = 400


def school_days_since(since: dt.date, today: dt.date, calendars: Iterable[YearCalendar]) -> int:
    """How many whole school days went by: after the day `since`, and before `today`."""
    years = list(calendars)
    days = min((today - since).days, LONGEST)
    return sum(
        any(year.is_school_day(today - DAY * back) for year in years) for back in range(1, days)
    )
