"""Updates as messages show them. Contains nothing that the public page does not show to
everyone."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import Left, Length, RowNumber
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from district_cms.procedure.versions import Part, PartKind
from district_cms.schools.richtext import language_of_all
from district_cms.web.bulk_sql import one_of
from district_cms.web.times import day_text

from ..models import UpdatePage
from ..parts import stream_of, version_of, words
from .sentences import whole_sentences
from .update_parts import period_label, public_events, why_nothing

# The length of the lesson's excerpt; the message links to the rest.
LESSON_WORDS = 45


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, UpdatePage]:
    """Returns live updates by their UUID."""
    pages = UpdatePage.objects.live().filter(translation_key__in=list(page_uuids))
    return {page.translation_key: page for page in pages}


def titles(page_uuids: Iterable[UUID]) -> dict[UUID, str]:
    """Returns the titles of these updates or posts, by their UUID. One query."""
    pages = Page.objects.filter(translation_key__in=list(page_uuids))
    return dict(pages.values_list("translation_key", "title"))


def newest(by_path: Mapping[str, UUID], below: str) -> dict[UUID, UUID]:
    """Returns the newest live update of each of these classes (by path) that has one, newest first,
    in the order of the class page. `below` is the path of a branch that contains all of them. One
    query with one row per class: a school keeps the updates of all its years."""
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
    """Returns those of these updates or posts that exist and are not live."""
    if not page_uuids:
        return set()
    rows = Page.objects.filter(translation_key__in=one_of(UUID, page_uuids), live=False)
    return set(rows.values_list("translation_key", flat=True))


def readable(page_uuids: Collection[UUID]) -> set[UUID]:
    """Returns those of these updates or posts that everyone can read. One query."""
    rows = Page.objects.live().public().filter(translation_key__in=page_uuids)
    return set(rows.values_list("translation_key", flat=True))


@lru_cache(maxsize=200)
def _plain(html: str) -> str:
    # For each language of a message in turn.
    return str(get_text_for_indexing(html)).strip()


def content_of(update: UpdatePage) -> dict[str, Any]:
    """Returns the content of a message about an update, in the active language: title, url, period,
    learning, assignments [{title, due, on}], events [{title, day, time, place, on, start}], where
    `on` is the date or None, and `start` the time or None; titles {part: its title}, and further
    [{title, words, language, events}] with the procedure's other parts. Title, learning,
    assignments and events come with their own languages. Contains nothing that the public page
    does not show to everyone."""
    version = version_of(update)
    titles = {part.id: words(part.title) for part in version.parts}
    learning = update.lesson.raw_data if "lesson" in titles else ()
    prose = [str(raw["value"]) for raw in learning if raw["type"] == "prose"]
    lesson = " ".join(map(_plain, prose))
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
            for child in (update.assignments if "assignments" in titles else ())
        ],
        "events": message_events(public_events(update)) if "events" in titles else [],
        "titles": titles,
        "further": [_further(update, part) for part in version.further_parts],
    }


def _further(update: UpdatePage, part: Part) -> dict[str, Any]:
    stream = stream_of(update, part)
    is_text = part.kind is PartKind.TEXT
    text = " ".join(get_text_for_indexing(c.value["text"].source) for c in stream if is_text)
    marked = next((child.value.get("language") for child in stream if is_text), "")
    return {
        "title": words(part.title),
        "words": whole_sentences(text.strip(), LESSON_WORDS),
        "language": marked or update.content_language,
        "events": [] if is_text else message_events(public_events(update, stream=stream)),
    }


def message_events(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Returns the events for messages, in the active language. `events` are `public_events`."""
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
