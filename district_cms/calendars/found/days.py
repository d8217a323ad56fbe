"""What the site's search knows of the calendar: its pages, the days of the school year, and the
days by which teachers post."""

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

from district_cms.schools.calendar.kept import year_shown, years_shown
from district_cms.schools.calendar.rule import no_school_rule
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import SchoolPage
from district_cms.schools.models.year_marks import YearDays
from district_cms.schools.search.sources import Entry, Facts, ListedThing, Listing, register_listing
from district_cms.schools.search.words import MONTHS, WEEKDAYS, day_word
from district_cms.web.times import date_text

from ..months import anchor_of, posting_days
from ..stretch import first_day
from ..words import year_html, year_words
from .known_as import known_as

LISTING: Final = "calendar"
_PAGE, _POSTING = "page", "posting"
_LONGEST_SPAN: Final = 40
"""Days; longer ones are found by their first and last."""


def describe() -> Iterable[Entry]:
    """Four queries at most."""
    yield Entry(None, "calendar", names=_said(_page_words), about=_said(_contents), thing=_PAGE)
    for pk in SchoolPage.objects.live().public().values_list("pk", flat=True):
        yield Entry(
            pk, "calendar", names=_said(_page_words), about=_said(_contents), thing=f"{_PAGE}.{pk}"
        )
    for days in years_shown().days:
        yield Entry(
            None,
            "day",
            names=[_in("en", partial(year_words, days))],
            about=[
                *_said(partial(year_words, days)),
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
            names=_said(_posting_words),
            about=words_of_days(day, day),
            tokens=[day_word(day)],
            last_day=day,
            thing=f"{_POSTING}.{day}",
        )


def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedThing]:
    """Of what the calendar still has, and is not of a year before."""
    earliest = first_day(timezone.now())
    year = year_shown(today)
    since = min(earliest, year.first_day) if year is not None else earliest
    found = {
        days.uid: _told_of_days(days, earliest)
        for days in years_shown().days
        if days.uid in keys and days.last >= since
    }
    if any(key.startswith(_POSTING) for key in keys):
        found |= {
            key: _told_of_posting(day, earliest)
            for day in _posting_days()
            if (key := f"{_POSTING}.{day}") in keys and day >= earliest
        }
    if any(key.startswith(_PAGE) for key in keys):
        found |= _pages(keys, today)
    return found


def _pages(keys: Sequence[str], today: dt.date) -> dict[str, ListedThing]:
    ahead = next((day for day in _posting_days() if day >= today), None)
    off = (days for days in years_shown().days if days.kind == "no_school" and days.last >= today)
    details = [f"{year_words(days)}, {_span(days.first, days.last)}" for days in [*off][:1]]
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
        key: ListedThing(
            title=_("Calendar"),
            plain_title=_("Calendar"),
            kind_label=_("Calendar"),
            address=address,
            facts=Facts(details=details, whose=[name]),
        )
        for key, (name, address) in whose.items()
        if key in keys
    }


def _told_of_days(days: YearDays, earliest: dt.date) -> ListedThing:
    return ListedThing(
        title=year_html(days),
        plain_title=year_words(days),
        kind_label=_("Calendar"),
        address=_address(days.first, days.last, earliest, anchor_of(days)),
        facts=Facts(details=[_span(days.first, days.last)]),
    )


def _told_of_posting(day: dt.date, earliest: dt.date) -> ListedThing:
    return ListedThing(
        title=escape(_("Posting day")),
        plain_title=_("Posting day"),
        kind_label=_("Calendar"),
        address=_address(day, day, earliest),
        facts=Facts(details=[date_text(day), _("Teachers post an update for each class.")]),
    )


def _address(first: dt.date, last: dt.date, earliest: dt.date, anchor: str = "") -> str:
    """The page of its month; the calendar as it opens, for what is too long over for a page."""
    page = reverse("calendars:district")
    if last < earliest:
        return page
    return f"{page}?month={max(first, earliest):%Y-%m}" + (f"#{anchor}" if anchor else "")


def _span(first: dt.date, last: dt.date) -> str:
    return date_text(first) if first == last else f"{date_text(first)} – {date_text(last)}"


def _posting_days() -> list[dt.date]:
    """One query, for the rule of what becomes of one without school."""
    return posting_days(years_shown().calendars, no_school_rule())


def _page_words() -> str:
    return _("Calendar")


def _posting_words() -> str:
    return f"{_('Posting day')} {_('Posting days')}"


def _contents() -> str:
    return f"{_('Posting days')} {_('No school')} {_('School year')}"


def _said(words: Callable[[], str]) -> list[str]:
    """In each language of the site."""
    return [_in(language, words) for language, _name in settings.LANGUAGES]


def _in(language: str, words: Callable[[], str]) -> str:
    with override(language):
        return words()


def words_of_days(first: dt.date, last: dt.date) -> list[str]:
    """The words for the months, days of the week and years of a span."""
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
