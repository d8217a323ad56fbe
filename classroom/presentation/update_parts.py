"""What a page may show of one update: its parts, its events, its days.

For everyone: events for families only have no more than title and day."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.procedure.versions import Part, PartKind
from district_cms.schools.blocks.emptiness import says_something, stream_says_something
from district_cms.web.times import day_text, span_text

from ..blocks import families_only
from ..models import UpdatePage
from ..parts import none_reason, stream_of, version_of, words


def parts_of(
    page: UpdatePage, lesson_blocks: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Returns the parts in the procedure's order; of the lesson only these block types, if given.
    Blocks that are left out cost no query."""
    parts = []
    for part in version_of(page).parts:
        stream = stream_of(page, part)
        raw = [dict(block) for block in stream.raw_data]
        if part.id == "lesson" and lesson_blocks is not None:
            chosen = [block for block in raw if block["type"] in lesson_blocks]
            stream = stream.stream_block.to_python(chosen)
        # Blocks that are left out, such as pictures, still count as content.
        empty = len(stream) == len(raw) and not stream_says_something(stream)
        reason = none_reason(page, part)
        if empty and reason is None and not part.required:
            continue
        is_further_dated = part.kind is PartKind.DATED and not part.has_column
        parts.append(
            {
                "key": part.id,
                "title": words(part.title),
                "none": empty,
                "none_reason": reason or "",
                "stream": stream,
                "events": public_events(page, stream=stream) if is_further_dated else None,
            }
        )
    return parts


def has_content(page: UpdatePage, part: Part) -> bool:
    """Returns True if this part of the update has content, whatever is ticked."""
    return stream_says_something(stream_of(page, part))


def says_nothing(page: UpdatePage) -> bool:
    """Returns True if the update has nothing for a reader: every required part is ticked "none",
    all are empty, and there are no tests and no pictures. No query if a part is not ticked."""
    parts = version_of(page).parts
    return all(none_reason(page, part) is not None for part in parts if part.required) and not (
        any(has_content(page, part) for part in parts)
        or says_something(page.assessments)
        or stream_says_something(page.pictures)
    )


def why_nothing(page: UpdatePage) -> str:
    """Returns the sentence shown instead of the parts, "" if a part has content."""
    return page.nothing_reason if says_nothing(page) else ""


def public_events(
    page: UpdatePage, url: str = "", stream: StreamValue | None = None
) -> list[dict[str, Any]]:
    """Returns the update's events, or those of another stream of it, as everyone may see them: of
    an event for families only, title and day."""
    events = []
    for child in page.events if stream is None else stream:
        event = child.value
        hidden = families_only(event)
        events.append(
            {
                "title": event["title"],
                "date": event["date"],
                "time_label": ""
                if hidden
                else span_text(event.get("start_time"), event.get("end_time")),
                "place": "" if hidden else event.get("place") or "",
                "families_only": hidden,
                # A stable id for calendars, which survives changes to the event.
                "id": child.id,
                "start": None if hidden else event.get("start_time"),
                "end": None if hidden else event.get("end_time"),
                "language": event.get("language") or page.content_language,
                "url": url,
            }
        )
    return sorted((e for e in events if e["date"]), key=lambda e: e["date"])


def coming_up(
    updates: Iterable[UpdatePage], today: dt.date, request: HttpRequest
) -> list[dict[str, Any]]:
    """Returns events of these updates that are not over, soonest first, each once."""
    return soonest(
        (
            event
            for update in updates
            for event in public_events(update, url=update.get_url(request) or "")
        ),
        today,
    )


def soonest(events: Iterable[dict[str, Any]], today: dt.date) -> list[dict[str, Any]]:
    """Returns those of these `public_events` that are not over, soonest first, each once; at most
    six."""
    keys, coming = set(), []
    for event in events:
        key = (event["title"], event["date"])
        if event["date"] >= today and key not in keys:
            keys.add(key)
            coming.append(event)
    return sorted(coming, key=lambda e: e["date"])[:6]


def period_label(page: UpdatePage) -> str:
    if not page.period_start or not page.period_end:
        return ""
    return _("%(first)s to %(last)s") % {
        "first": day_text(page.period_start),
        "last": day_text(page.period_end),
    }
