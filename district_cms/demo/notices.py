"""A snow day that is over: what the demo's home page once said at its top."""

import datetime as dt

from classroom.ledger.keeping import district_zone
from district_cms.barriers.deadlines import is_working_day
from district_cms.barriers.selectors import no_school_dates
from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.wording import words_of
from district_cms.schools.models import Banner

from .pages import Built
from .school_year import ONE_DAY

OFFICE = "castellane"
FIVE, SIX = dt.time(5, 20), dt.time(18, 0)


def one_that_is_over(built: Built, anchor: dt.date) -> None:
    """Two-hour late start on a school day about a week ago; none is live."""
    closed = no_school_dates(anchor - 30 * ONE_DAY)
    day = anchor - 8 * ONE_DAY
    while not is_working_day(day, closed):
        day -= ONE_DAY
    starts_at = dt.datetime.combine(day, FIVE, district_zone())
    banner = Banner(
        **words_of("late", day=day),
        starts_at=starts_at,
        ends_at=dt.datetime.combine(day, SIX, district_zone()),
    )
    keep_banner(banner=banner, user=built.account(OFFICE), at=starts_at)
