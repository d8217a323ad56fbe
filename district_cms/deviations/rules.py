"""The status of an authorization, its longest duration, and the detection of numbers and addresses.
Pure: days are in the district’s time zone, and `today` is an argument."""

import datetime as dt
import re
from enum import StrEnum
from typing import Final

from district_cms.checks.privacy.normalizing import undisguise

LONGEST: Final = dt.timedelta(days=365)
"""The limit if the calendar has no school year: a year."""

# An email address, a handle, a link, or a phone number as people write them. Four digits that start
# like a year do not count.
_ADDRESS: Final = re.compile(
    r"""@\w
    | https?:// | \bwww\. | \b[\w-]+\.(?:com|net|org|me|us|edu|gg|io|ly|tv)\b
    | \b[\w-]+\.[a-z]{2,}/\w                        # "t.co/abc"
    | [(\[]?\b(?:dot|punto)\b[)\]]?\s*(?:com|net|org|edu)\b
    | \+\d[\d\s./()-]{8,}
    | (?<![\d/-])(?:1[\s./-]{0,3})?(?:\(?\d{3}\)?[\s./·–-]{0,3})\d{3}[\s./·–-]{0,3}\d{4}(?!\d)
    | (?<![\d/-])\d{3}[\s./·–-]{0,3}(?!20\d\d)\d{4}(?!\d)
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
    """Returns the status on `today`. `state` is the decision: "asked", "granted", "refused" or
    "withdrawn". Both days are included; it expires automatically."""
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
    """Returns the latest last day of an authorization that begins on `first_day`: the end of the
    school year at that time or the next one (`year_ends`), at most a year later."""
    limit = first_day + LONGEST
    return min(year_ends, limit) if year_ends is not None else limit


def names_address(text: str) -> bool:
    """Returns True if a text contains a phone number, an email address, a handle or a link."""
    return _ADDRESS.search(undisguise(text)) is not None
