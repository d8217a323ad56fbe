"""Updates as messages tell them: nothing that the public page does not say to everyone."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import Left, Length, RowNumber
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from district_cms.schools.richtext import language_of_all
from district_cms.web.bulk_sql import one_of
from district_cms.web.times import day_text

from ..models import UpdatePage
from .sentences import whole_sentences
from .update_parts import period_label, public_events, why_nothing

# Of the lesson: enough to know what it is about. The rest is one click away.
LESSON_WORDS = 45


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, UpdatePage]:
    """Live updates by their UUID."""
    pages = UpdatePage.objects.live().filter(translation_key__in=list(page_uuids))
    return {page.translation_key: page for page in pages}


def titles(page_uuids: Iterable[UUID]) -> dict[UUID, str]:
    """What these updates, or posts, are called, by their UUID. One query."""
    pages = Page.objects.filter(translation_key__in=list(page_uuids))
    return dict(pages.values_list("translation_key", "title"))


def newest(by_path: Mapping[str, UUID], below: str) -> dict[UUID, UUID]:
    """The newest live update of each of these classes, by the path of their pages, that has any, as
    its page shows it first: the newest of all first. `below` is the path of a branch that has all
    of them. One query, and one row of each class: a school keeps the updates of all its years."""
    if not by_path:
        return {}
    newest_first = (F("period_start").desc(nulls_last=True), F("path").desc())
    rows = (
        UpdatePage.objects.live()
        .public()
        .filter(path__startswith=below)
        .annotate(room=Left("path", Length("path") - UpdatePage.steplen))
        .filter(room__in=by_path)
        .annotate(place=Window(RowNumber(), partition_by=[F("room")], order_by=newest_first))
        .filter(place=1)
        .order_by(*newest_first)
    )
    return {by_path[room]: key for room, key in rows.values_list("room", "translation_key")}


def down(page_uuids: Collection[UUID]) -> set[UUID]:
    """Those of these updates, or posts, that are on the site and not live."""
    if not page_uuids:
        return set()
    rows = Page.objects.filter(translation_key__in=one_of(UUID, page_uuids), live=False)
    return set(rows.values_list("translation_key", flat=True))


def readable(page_uuids: Collection[UUID]) -> set[UUID]:
    """Those of these updates, or posts, that are on the site for everyone. One query."""
    rows = Page.objects.live().public().filter(translation_key__in=page_uuids)
    return set(rows.values_list("translation_key", flat=True))


def content_of(update: UpdatePage) -> dict[str, Any]:
    """What a message says of an update, in the language that is active: title, url, period,
    learning, assignments [{title, due, on}], events [{title, day, time, place, on, start}], where
    `on` is the date or None, and `start` the time or None. The title, the learning, each assignment
    and each event come with the language that they are in.
    Nothing that the public page does not say to everyone."""
    prose = [str(raw["value"]) for raw in update.lesson.raw_data if raw["type"] == "prose"]
    lesson = " ".join(get_text_for_indexing(html).strip() for html in prose)
    around = update.content_language
    return {
        "title": update.title,
        "language": around,
        "learning_language": language_of_all("".join(prose)) or around,
        "url": update.full_url or "",
        "period": period_label(update),
        "learning": whole_sentences(lesson, LESSON_WORDS) or why_nothing(update),
        "assignments": [
            {
                "title": child.value["title"],
                "due": day_text(child.value["due"]) if child.value.get("due") else "",
                "on": child.value.get("due"),
                "language": child.value.get("language") or around,
            }
            for child in update.assignments
        ],
        "events": message_events(public_events(update)),
    }


def message_events(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What messages say of the events that anyone may read, in the language that is active."""
    return [
        {
            "title": event["title"],
            "day": day_text(event["date"]),
            "time": event["time_label"],
            "place": event["place"],
            "on": event["date"],
            "start": event["start"],
            "language": event["language"],
        }
        for event in events
    ]
