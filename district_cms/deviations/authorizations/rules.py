"""How an authorization stands, how long it may be, when its end is told, and what names a number
or an address. Pure: days are days in the district’s zone, and `today` is an argument."""

import datetime as dt
import re
from enum import StrEnum
from typing import Final

from district_cms.checks.privacy.normalizing import undisguise

TOLD_BEFORE: Final = dt.timedelta(days=14)
LONGEST: Final = dt.timedelta(days=365)
"""Where the calendar has no school year, a year."""

# An email address, a handle, a link, or a phone number as people write them.
_ADDRESS: Final = re.compile(
    r"""@\w
    | https?:// | \bwww\. | \b[\w-]+\.(?:com|net|org|me|us|edu|gg|io|ly|tv)\b
    | \b[\w-]+\.[a-z]{2,}/\w                        # "t.co/abc"
    | [(\[]?\b(?:dot|punto)\b[)\]]?\s*(?:com|net|org|edu)\b
    | (?<![\d-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]*\d{3}[\s.-]?\d{4}(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Digits with hardly anything between them; a comma or a colon parts rooms and times.
_DIGITS: Final = re.compile(r"(?<!\d)\+?\d(?:[\s./·•()-]{0,3}\d){6,14}(?!\d)")
_IN_ORDER: Final = "0123456789"
_DIGITS_OF_ANY_COUNTRY: Final = 8
_DIGITS_OF_A_NUMBER: Final = (7, 10)
_AREA: Final = 3
# "2026-27", "2026-11-24", "11/24/2026", and a year by itself.
_DAY_OR_YEAR: Final = re.compile(
    r"""(?<![\d/.-])(?:
        (?:19|20)\d\d(?:[/-](?:(?:19|20)\d\d|\d\d?(?:[/-]\d\d?)?))?
      | \d\d?[/.-]\d\d?[/.-](?:20)?\d\d
    )(?![\d/-])""",
    re.VERBOSE,
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
    """Whether a text has a phone number, an address, a link or a handle in it, also one that is
    set apart by other signs than usual."""
    plain = undisguise(text)
    if _ADDRESS.search(plain):
        return True
    digits = _DAY_OR_YEAR.sub("x", plain)
    return any(_is_number(found[0]) for found in _DIGITS.finditer(digits))


def _is_number(written: str) -> bool:
    """Whether these digits are as many as a phone number has, and are no row of rooms or periods:
    its first part is an area or an exchange, or each digit stands by itself."""
    parts = re.findall(r"\d+", written)
    digits = "".join(parts)
    if written.startswith("+"):
        return len(digits) >= _DIGITS_OF_ANY_COUNTRY
    if digits in _IN_ORDER:
        return False
    if len(parts) > 1 and len(digits) > _DIGITS_OF_A_NUMBER[1]:
        digits, parts = digits.removeprefix("1"), parts[parts[0] == "1" :]
    begins = len(parts[0]) >= _AREA or all(len(part) == 1 for part in parts)
    return len(digits) in _DIGITS_OF_A_NUMBER and begins
