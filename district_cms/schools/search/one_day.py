"""A day for which nothing stands in the calendar, and what comes next."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .asking import Asked, Term, asked
from .models import Findable
from .named import Hit, named
from .rows import Narrowed
from .same import same_words
from .shown import is_public, things_told
from .words import WEEKDAYS, date_of, is_day

_DATED: Final = ("day", "event")
# Whoever types a day that is so far ahead means the one before.
_FARTHEST: Final = dt.timedelta(days=270)
_WEEKDAYS: Final = frozenset(word for words in WEEKDAYS for word in words)
_YEAR: Final = re.compile(r"20\d\d")
_LOOKED_AT: Final = 40
"""Days and events after it: some of them may be shown to nobody by now."""


def day_without_anything(query: str, today: dt.date) -> tuple[dt.date, Sequence[Term]] | None:
    """The day that was typed, if nothing else was, and nothing stands for it in the calendar, with
    the terms of the query. One query, for who typed a day."""
    terms = asked(query, same_words()).needed
    days = [(term, word) for term in terms if (word := _day_of(term))]
    if len(days) != 1 or not all(_belongs_to_a_day(term) for term in terms):
        return None
    ((term, word),) = days
    day = _nearest(word, today)
    if day is None:
        return None
    of_the_day = replace(term, meanings=((word,),))
    if named(Asked((of_the_day,)), Narrowed(kinds=_DATED), today):
        return None
    return day, terms


def what_comes_next(day: dt.date, today: dt.date) -> Sequence[Hit]:
    """Of the days and events after it those that begin first."""
    since = max(day, today)
    rows = Findable.objects.filter(is_public("page"), kind__in=_DATED, last_day__gt=since)
    columns = ("key", "about", "last_day", "page__path")
    found = list(rows.order_by("last_day", "key").values_list(*columns)[:_LOOKED_AT])
    told = things_told([key for key, *_rest in found], today)
    begins = {key: _first(about, last) for key, about, last, _path in found if key in told}
    first = min(begins.values(), default=None)
    return [
        Hit(key, path or "", told[key])
        for key, _about, _last, path in found
        if key in told and begins[key] == first
    ]


def _day_of(term: Term) -> str:
    return next((each[0] for each in term.meanings if len(each) == 1 and is_day(each[0])), "")


def _belongs_to_a_day(term: Term) -> bool:
    """Beside the day itself its weekday and its year."""
    word = " ".join(term.typed)
    return bool(_day_of(term)) or word in _WEEKDAYS or _YEAR.fullmatch(word) is not None


def _first(about: str, last: dt.date) -> dt.date:
    """The first of the days by which it is found; `last` is the last of them."""
    days = (date_of(word, last.year) for word in about.split() if is_day(word))
    back = (_before(day, last) for day in days if day is not None)
    return min(back, default=last)


def _before(day: dt.date, last: dt.date) -> dt.date:
    """Of a span over New Year the days before are of the year before."""
    return day if day <= last else day.replace(year=day.year - 1)


def _nearest(word: str, today: dt.date) -> dt.date | None:
    """The next such day; None of one that no year near has, such as "2/30"."""
    days = (date_of(word, today.year + years) for years in (-1, 0, 1))
    near = [day for day in days if day is not None]
    ahead = [day for day in near if today <= day <= today + _FARTHEST]
    behind = [day for day in near if day < today]
    return ahead[0] if ahead else behind[-1] if behind else None
