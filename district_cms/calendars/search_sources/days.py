"""The calendar in the site's search: its pages, the days of school years, and posting days."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_q.tasks import async_task

from district_cms.schools.calendar.cached import displayed_year, displayed_years
from district_cms.schools.calendar.rule import no_school_rule
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import SchoolPage
from district_cms.schools.models.year_marks import YearDays
from district_cms.schools.search.sources import Entry, Facts, ListedItem, Listing, register_listing
from district_cms.schools.search.words import MONTHS, WEEKDAYS, day_word
from district_cms.web.times import date_text

from ..events import first_day
from ..months import anchor_of, posting_days, year_html, year_words

_DAY: Final = dt.timedelta(days=1)
_LONGEST: Final = 120
"""Maximum number of days, more than any break has."""
# Minimum length of a break in days, weekends included.
_BREAK: Final = 3
_SEASONS: Final = {
    **dict.fromkeys((3, 4), "spring break vacaciones de primavera"),
    **dict.fromkeys((6, 7, 8), "summer break vacaciones de verano"),
    **dict.fromkeys((9, 10, 11), "fall break vacaciones de otoño"),
}
_WINTER: Final = "winter break Christmas vacation vacaciones de invierno Navidad"
_CHRISTMAS, _NEW_YEAR = (12, 25), (1, 1)
_FIXED_HOLIDAYS: Final = {
    _NEW_YEAR: "New Year Año Nuevo",
    (6, 19): "Juneteenth",
    (7, 4): "Independence Day Día de la Independencia",
    (11, 11): "Veterans Day Día de los Veteranos",
    _CHRISTMAS: "Christmas Navidad",
}
# {(month, weekday, nth in the month): name}; -1 is the last one.
_BY_WEEKDAY: Final[Mapping[tuple[int, int, int], str]] = {
    (1, calendar.MONDAY, 3): "Martin Luther King MLK Day",
    (2, calendar.MONDAY, 3): "Presidents Day Día de los Presidentes",
    (5, calendar.MONDAY, -1): "Memorial Day Día de los Caídos",
    (9, calendar.MONDAY, 1): "Labor Day Día del Trabajo",
    (10, calendar.MONDAY, 2): "Indigenous Peoples Day Columbus Day",
    (11, calendar.THURSDAY, 4): "Thanksgiving break vacaciones de Acción de Gracias",
}


def known_as(first: dt.date, last: dt.date) -> list[str]:
    """Returns the usual English and Spanish names of holidays and breaks from `first` to `last`."""
    days = list(_days_of_break(first, last))
    names = [name for day in days for name in _holidays(day)]
    if any((day.month, day.day) in (_CHRISTMAS, _NEW_YEAR) for day in days):
        names.append(_WINTER)
    elif len(days) >= _BREAK:
        names.append(_SEASONS.get(days[len(days) // 2].month, ""))
    return [name for name in dict.fromkeys(names) if name]


def _holidays(day: dt.date) -> Iterator[str]:
    if name := _FIXED_HOLIDAYS.get((day.month, day.day)):
        yield name
    nth = (day.day - 1) // 7 + 1
    is_last = (day + 7 * _DAY).month != day.month
    for each in (nth, *([-1] if is_last else [])):
        if name := _BY_WEEKDAY.get((day.month, day.weekday(), each)):
            yield name


def _days_of_break(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range(min((last - first).days + 1, _LONGEST)):
        yield first + number * _DAY


LISTING: Final = "calendar"
_PAGE, _POSTING = "page", "posting"
_LONGEST_SPAN: Final = 40
"""Days. Longer spans are indexed by their first and last day."""


def describe() -> Iterable[Entry]:
    """Returns the index entries. At most four queries."""
    yield Entry(
        None,
        "calendar",
        names=_in_all_languages(_page_words),
        about=_in_all_languages(_contents),
        thing=_PAGE,
    )
    for pk in SchoolPage.objects.live().public().values_list("pk", flat=True):
        yield Entry(
            pk,
            "calendar",
            names=_in_all_languages(_page_words),
            about=_in_all_languages(_contents),
            thing=f"{_PAGE}.{pk}",
        )
    for days in displayed_years().days:
        yield Entry(
            None,
            "day",
            names=[_in("en", partial(year_words, days))],
            about=[
                *_in_all_languages(partial(year_words, days)),
                *words_of_days(days.first, days.last),
                *(known_as(days.first, days.last) if days.kind == "no_school" else ()),
            ],
            tokens=[day_word(day) for day in _each(days.first, days.last)],
            last_day=days.last,
            thing=days.uid,
        )
    for day in _posting_days():
        yield Entry(
            None,
            "day",
            names=_in_all_languages(_posting_words),
            about=words_of_days(day, day),
            tokens=[day_word(day)],
            last_day=day,
            thing=f"{_POSTING}.{day}",
        )


def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
    """Returns results for days that the calendar still has, without past years."""
    earliest = first_day(timezone.now())
    year = displayed_year(today)
    since = min(earliest, year.first_day) if year is not None else earliest
    items = {
        days.uid: _days_item(days, earliest)
        for days in displayed_years().days
        if days.uid in keys and days.last >= since
    }
    if any(key.startswith(_POSTING) for key in keys):
        items |= {
            key: _posting_item(day, earliest)
            for day in _posting_days()
            if (key := f"{_POSTING}.{day}") in keys and day >= earliest
        }
    if any(key.startswith(_PAGE) for key in keys):
        items |= _pages(keys, today)
    return items


def _pages(keys: Sequence[str], today: dt.date) -> dict[str, ListedItem]:
    ahead = next((day for day in _posting_days() if day >= today), None)
    years = displayed_years()
    days_off = (days for days in years.days if days.kind == "no_school" and days.last >= today)
    details = [f"{year_words(days)}, {_span(days.first, days.last)}" for days in [*days_off][:1]]
    if ahead is not None:
        details.append(_("Next posting day: %(day)s") % {"day": date_text(ahead)})
    schools = SchoolPage.objects.filter(
        pk__in=[key.partition(".")[2] for key in keys if key.startswith(f"{_PAGE}.")]
    )
    whose = {_PAGE: (str(settings.DISTRICT_NAME), reverse("calendars:district"))} | {
        f"{_PAGE}.{school.pk}": (
            title_read(school),
            reverse("calendars:school", args=[school.slug]),
        )
        for school in schools
    }
    return {
        key: ListedItem(
            title=_("Calendar"),
            plain_title=_("Calendar"),
            kind_label=_("Calendar"),
            address=address,
            facts=Facts(details=details, whose=[name]),
        )
        for key, (name, address) in whose.items()
        if key in keys
    }


def _days_item(days: YearDays, earliest: dt.date) -> ListedItem:
    return ListedItem(
        title=year_html(days),
        plain_title=year_words(days),
        kind_label=_("Calendar"),
        address=_address(days.first, days.last, earliest, anchor_of(days)),
        facts=Facts(details=[_span(days.first, days.last)]),
    )


def _posting_item(day: dt.date, earliest: dt.date) -> ListedItem:
    return ListedItem(
        title=escape(_("Posting day")),
        plain_title=_("Posting day"),
        kind_label=_("Calendar"),
        address=_address(day, day, earliest),
        facts=Facts(details=[date_text(day), _("Teachers post an update for each class.")]),
    )


def _address(first: dt.date, last: dt.date, earliest: dt.date, anchor: str = "") -> str:
    """Returns the page of the month, or the calendar's first page if the day is too long past."""
    page = reverse("calendars:district")
    if last < earliest:
        return page
    return f"{page}?month={max(first, earliest):%Y-%m}" + (f"#{anchor}" if anchor else "")


def _span(first: dt.date, last: dt.date) -> str:
    return date_text(first) if first == last else f"{date_text(first)} – {date_text(last)}"


def _posting_days() -> list[dt.date]:
    """Returns the posting days. One query, for the rule about days without school."""
    return posting_days(displayed_years().calendars, no_school_rule())


def _page_words() -> str:
    return _("Calendar")


def _posting_words() -> str:
    return f"{_('Posting day')} {_('Posting days')}"


def _contents() -> str:
    return f"{_('Posting days')} {_('No school')} {_('School year')}"


def _in_all_languages(words: Callable[[], str]) -> list[str]:
    """Returns the words in each language of the site."""
    return [_in(language, words) for language, _name in settings.LANGUAGES]


def _in(language: str, words: Callable[[], str]) -> str:
    with override(language):
        return words()


def words_of_days(first: dt.date, last: dt.date) -> list[str]:
    """Returns the words for months, weekdays and years of a span."""
    days = list(_each(first, last))
    months = {word for day in days for word in MONTHS[day.month - 1]}
    weekdays = {word for day in days for word in WEEKDAYS[day.weekday()]}
    return [*sorted(months), *sorted(weekdays), *sorted({str(day.year) for day in days})]


def _each(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    number = (last - first).days + 1
    if number > _LONGEST_SPAN:
        yield from (first, last)
        return
    for each in range(number):
        yield first + dt.timedelta(days=each)


def year_changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a school year, and of the rule for posting days."""
    async_task("district_cms.schools.search.tasks.refresh_listing", LISTING)


def register() -> None:
    register_listing(LISTING, Listing(describe, tell))
