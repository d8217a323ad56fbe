"""Coming events in the site's search, by name, day and activity."""

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
    """Returns the index entries. One query beside those for the cached events."""
    all_events, today = events(), timezone.localdate()
    paths = set(all_events.schools.values()) - {""}
    schools = dict(SchoolPage.objects.filter(path__in=paths).values_list("path", "pk"))
    for event in all_events.entries:
        if event.day >= today:
            yield Entry(
                # District news has no school.
                schools.get(all_events.schools[event.of_class]),
                "event",
                names=[event.title],
                about=[all_events.whose[event.of_class].name, *words_of_days(event.day, event.day)],
                tokens=[day_word(event.day)],
                last_day=event.day,
                thing=event.uid,
            )


def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
    """Returns results for events that are still in a public post."""
    all_events = events()
    schools = schools_of(all_events)
    return {
        event.uid: _item(event, all_events, schools[event.of_class])
        for event in all_events.entries
        if event.uid in keys
    }


def _item(event: Dated, events: Events, school: str) -> ListedItem:
    when = ", ".join(filter(None, [date_text(event.day), event.time_label]))
    return ListedItem(
        title=_marked(event),
        plain_title=event.title,
        kind_label=_("Event"),
        address=event.url,
        facts=Facts(
            details=[each for each in (when, event.place) if each],
            whose=list(dict.fromkeys([events.whose[event.of_class].name, school])),
        ),
    )


def _marked(event: Dated) -> str:
    if (get_language() or "").startswith(event.language):
        return escape(event.title)
    return format_html('<span lang="{}">{}</span>', event.language, event.title)


def post_changed(instance: PostPage, **kwargs: Any) -> None:
    """Receives the saving and deleting of a post. Drafts have no public events."""
    if not is_draft(**kwargs):
        async_task("district_cms.schools.search.tasks.refresh_listing", LISTING)


def register() -> None:
    register_listing(LISTING, Listing(describe, tell))
