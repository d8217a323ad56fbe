"""Coming events in the site's search, by name, day and whose they are."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from classroom.presentation.agenda import Entry as Dated
from district_cms.activities.models import PostPage
from district_cms.schools.frame import is_draft
from district_cms.schools.models import SchoolPage
from district_cms.schools.search.sources import Entry, Facts, ListedItem, Listing, register_listing
from district_cms.schools.search.words import day_word
from district_cms.web.times import date_text

from ..events import Events, events, schools_of
from .days import words_of_days

LISTING: Final = "events"


def describe() -> Iterable[Entry]:
    """One query besides those for the events, which are kept."""
    found, today = events(), timezone.localdate()
    paths = set(found.schools.values()) - {""}
    schools = dict(SchoolPage.objects.filter(path__in=paths).values_list("path", "pk"))
    for one in found.entries:
        if one.day >= today:
            yield Entry(
                # Of the district's news there is no school.
                schools.get(found.schools[one.of_class]),
                "event",
                names=[one.title],
                about=[found.whose[one.of_class].name, *words_of_days(one.day, one.day)],
                tokens=[day_word(one.day)],
                last_day=one.day,
                thing=one.uid,
            )


def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
    """Of what still stands in a post that everyone may read."""
    found = events()
    schools = schools_of(found)
    return {
        one.uid: _told(one, found, schools[one.of_class])
        for one in found.entries
        if one.uid in keys
    }


def _told(one: Dated, found: Events, school: str) -> ListedItem:
    when = ", ".join(filter(None, [date_text(one.day), one.time_label]))
    return ListedItem(
        title=_marked(one),
        plain_title=one.title,
        kind_label=_("Event"),
        address=one.url,
        facts=Facts(
            details=[each for each in (when, one.place) if each],
            whose=list(dict.fromkeys([found.whose[one.of_class].name, school])),
        ),
    )


def _marked(one: Dated) -> str:
    if (get_language() or "").startswith(one.language):
        return escape(one.title)
    return format_html('<span lang="{}">{}</span>', one.language, one.title)


def post_changed(instance: PostPage, **kwargs: Any) -> None:
    """Receives the saving and deleting of a post; a draft has no events yet."""
    if not is_draft(**kwargs):
        async_task("district_cms.schools.search.tasks.refresh_listing", LISTING)


def register() -> None:
    register_listing(LISTING, Listing(describe, tell))
