"""What people write into a cell, as values. Pure. None is what cannot be read without guessing."""

import datetime as dt
import re
from typing import Final

from .table import plain_word

# A date outside is a slip of the hand.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "sí", "si"})
_NO: Final = frozenset({"no", "n", "false", "f", "0"})


def read_date(value: str) -> dt.date | None:
    """2026-11-24 or 11/24/2026 as a date, or 11/24/26, as Excel on a Mac writes it; None for
    anything else, and for November 31."""
    if match := _ISO_DATE.fullmatch(value):
        year, month, day = match.groups()
    elif match := _US_DATE.fullmatch(value):
        month, day, year = match.groups()
        year = year if len(year) == len("2026") else f"20{year}"
    else:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_flag(value: str) -> bool | None:
    """Whether someone said yes or no, in English or Spanish; an empty cell says neither.

    For tables of people, which ask it of each row; the calendar asks nothing of the kind.
    """
    word = plain_word(value)
    return True if word in _YES else False if word in _NO else None
