"""The updates of classes: which go out when, and what a message says of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, TextField, Window
from django.db.models.functions import Cast, Left, Length, RowNumber
from django.utils.text import Truncator
from wagtail.rich_text import get_text_for_indexing

from classroom.ledger import calendar_of, district_zone
from classroom.models import Posting, UpdatePage
from classroom.update_parts import period_label, public_events, why_nothing
from district_cms.procedure.cadence import NoSchoolRule, slots
from district_cms.procedure.slots import Post
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import SchoolYear
from district_cms.schools.richtext import language_of_all
from district_cms.web.times import day_text

from ..digests.build import News
from ..digests.schedule import Dated, first_window, goes_out, posting_days_of
from .classes import ClassFacts

# Of the lesson: enough to know what it is about. The rest is one click away.
LESSON_WORDS = 45
# Whether a class was silent on a posting day is seen in this many days of postings.
REMEMBERED = dt.timedelta(days=90)


def posting_days(around: dt.date) -> list[dt.date]:
    """The posting days of the school years that touch the days around, in order."""
    rule = NoSchoolRule(ProcedureSettings.load().no_school_rule)
    years = SchoolYear.objects.filter(
        first_day__lte=around + REMEMBERED, last_day__gte=around - REMEMBERED
    ).prefetch_related("no_school_days")
    days = {slot.day for year in years for slot in slots(calendar_of(year), rule)}
    return sorted(day for day in days if day is not None)


def news(
    classes: Iterable[ClassFacts],
    window: dt.datetime,
    at: dt.time,
    *,
    oldest: dt.datetime,
    early: bool = False,
) -> dict[UUID, list[News]]:
    """The live updates of these classes that go out after `oldest` and up to `window`, by class;
    with `early` also those that still wait for their posting day. Three queries."""
    zone = district_zone()
    by_pk = {facts.pk: facts for facts in classes}
    dated = _dated(by_pk, window)
    days = posting_days(window.astimezone(zone).date())
    found: dict[UUID, list[News]] = defaultdict(list)
    for pk, updates in dated.items():
        own_days = [day for day in days if day >= by_pk[pk].starts_on]
        meant = posting_days_of(updates, own_days, zone)
        for update in updates:
            moment = goes_out(update.live_at, meant[update.key], at, zone)
            soonest = first_window(update.live_at, at, zone)
            if oldest < moment and (soonest if early else moment) <= window:
                found[by_pk[pk].page].append(News(UUID(update.key), moment, soonest))
    wanted = [item.page for items in found.values() for item in items]
    public = readable(wanted)
    return {page: [i for i in items if i.page in public] for page, items in found.items()}


def coming(
    classes: Iterable[ClassFacts], window: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """The live updates of these classes that went live before `window` and have a day from `first`
    to `last`, by class, the oldest first; only classes that have any. Two queries."""
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    has_day = Q()
    for day in days:
        has_day |= Q(said_events__contains=day) | Q(said_assignments__contains=day)
    dated = UpdatePage.objects.live().public().filter(first_published_at__gt=window - REMEMBERED)
    keys = set(
        dated.annotate(
            said_events=Cast("events", TextField()),
            said_assignments=Cast("assignments", TextField()),
        )
        .filter(has_day)
        .values_list("translation_key", flat=True)
    )
    by_pk = {facts.pk: facts.page for facts in classes}
    rows = Posting.objects.filter(
        page_uuid__in=keys, published_at__lte=window, withdrawn_at__isnull=True
    ).order_by("published_at", "pk")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for room, key in rows.values_list("classroom_id", "page_uuid"):
        if room in by_pk:
            found[by_pk[room]].append(key)
    return {page: tuple(own) for page, own in found.items()}


def _dated(by_pk: dict[int, ClassFacts], window: dt.datetime) -> dict[int, list[Dated]]:
    rows = Posting.objects.filter(
        classroom_id__in=by_pk,
        submitted_at__gte=window - REMEMBERED,
        published_at__isnull=False,
        last_published_at__isnull=False,
        withdrawn_at__isnull=True,
    )
    found: dict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        assert row.submitted_at is not None
        assert row.published_at is not None
        post = Post(str(row.page_uuid), row.submitted_at, row.published_at, row.go_live_at)
        found[row.classroom_id].append(Dated(post.key, post.dated_at, row.published_at))
    return found


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, UpdatePage]:
    """Live updates by their UUID."""
    pages = UpdatePage.objects.live().filter(translation_key__in=list(page_uuids))
    return {page.translation_key: page for page in pages}


def titles(page_uuids: Iterable[UUID]) -> dict[UUID, str]:
    """What these updates are called, by their UUID. One query."""
    pages = UpdatePage.objects.filter(translation_key__in=list(page_uuids))
    return dict(pages.values_list("translation_key", "title"))


def newest(classes: Iterable[ClassFacts], below: str) -> dict[UUID, UUID]:
    """The newest live update of each of these classes that has any, as its page shows it first: the
    newest of all first. `below` is the path of a branch that has all of them. One query, and one
    row of each class: a school keeps the updates of all its years."""
    by_path = {facts.path: facts.page for facts in classes}
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
    """Those of these updates that are on the site and not live."""
    if not page_uuids:
        return set()
    rows = UpdatePage.objects.filter(translation_key__in=page_uuids, live=False)
    return set(rows.values_list("translation_key", flat=True))


def readable(page_uuids: Collection[UUID]) -> set[UUID]:
    """Those of these updates that are on the site for everyone. One query."""
    rows = UpdatePage.objects.live().public().filter(translation_key__in=page_uuids)
    return set(rows.values_list("translation_key", flat=True))


def told(update: UpdatePage) -> dict[str, Any]:
    """What a message says of an update, in the language that is active: title, url, period,
    learning, assignments [{title, due, on}], events [{title, day, time, place, on}], where `on` is
    the date or None. The title, the learning, each assignment and each event come with the language
    that they are in.
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
        "learning": Truncator(" ".join(lesson.split())).words(LESSON_WORDS, truncate=" …")
        or why_nothing(update),
        "assignments": [
            {
                "title": child.value["title"],
                "due": day_text(child.value["due"]) if child.value.get("due") else "",
                "on": child.value.get("due"),
                "language": child.value.get("language") or around,
            }
            for child in update.assignments
        ],
        "events": [
            {
                "title": event["title"],
                "day": day_text(event["date"]),
                "time": event["time_label"],
                "place": event["place"],
                "on": event["date"],
                "language": event["language"],
            }
            for event in public_events(update)
        ],
    }
