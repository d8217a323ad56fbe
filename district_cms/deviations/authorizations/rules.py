"""How an authorization stands, how long it may be, when its end is told, and what names a number
or an address. Pure: days are days in the district’s zone, and `today` is an argument."""

import datetime as dt
import re
from enum import StrEnum
from typing import Final

TOLD_BEFORE: Final = dt.timedelta(days=14)
LONGEST: Final = dt.timedelta(days=365)
"""Where the calendar has no school year, a year."""

# An email address, a handle, a link, or a phone number as people write them.
_ADDRESS: Final = re.compile(
    r"""@\w
    | https?:// | \bwww\. | \b[\w-]+\.(?:com|net|org|me|us|edu)\b
    | (?<![\d-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]*\d{3}[\s.-]?\d{4}(?!\d)
    | (?<![\d-])\d{3}[\s.-]\d{4}(?![\d-])
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Standing(StrEnum):
    WAITING = "waiting"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    COMING = "coming"
    CURRENT = "current"
    ENDED = "ended"
    EXPIRED = "expired"


def standing(
    *,
    state: str,
    first_day: dt.date,
    last_day: dt.date,
    ended_on: dt.date | None,
    today: dt.date,
) -> Standing:
    """`state` is what was decided: "asked", "granted", "refused" or "withdrawn". Both days are
    included; it expires by itself."""
    match state:
        case "asked":
            return Standing.WAITING if today <= last_day else Standing.UNDECIDED
        case "refused":
            return Standing.REFUSED
        case "withdrawn":
            return Standing.WITHDRAWN
    if ended_on is not None:
        return Standing.ENDED
    if today > last_day:
        return Standing.EXPIRED
    return Standing.CURRENT if today >= first_day else Standing.COMING


def longest_until(first_day: dt.date, year_ends: dt.date | None) -> dt.date:
    """The last day that an authorization which begins on `first_day` may have: that of the school
    year which runs then or comes next (`year_ends`), and never more than a year."""
    limit = first_day + LONGEST
    return min(year_ends, limit) if year_ends is not None else limit


def must_tell(
    *, last_day: dt.date, decided_on: dt.date, told_of: dt.date | None, today: dt.date
) -> bool:
    """Whether the end is to be told today: from two weeks before on, once. One that was granted
    within these two weeks has just been told with its end."""
    begins = last_day - TOLD_BEFORE
    return begins <= today <= last_day and told_of != last_day and decided_on < begins


def names_address(text: str) -> bool:
    """Whether a text has a phone number, an address, a link or a handle in it."""
    return bool(_ADDRESS.search(text))
