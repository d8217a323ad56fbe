"""Some classes of the ledger at once, in one transaction. Reads `Posting` rows, never the tree."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import month_by_post
from district_cms.procedure.slots import ClassSpan, Post
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolYear
from district_cms.schools.page_cache.writers import rows_changed

from ..models import ClassroomPage, ClassroomStanding, Posting, PostingSlot
from .counting import note_changed
from .reckoning import Rules, reckon

SLOT_FIELDS = ("day", "due_at", "standing", "met_by", "met_at")
SLOT_KEY = ("classroom", "school_year", "nominal_date")

type _Key = tuple[int, int, dt.date]


@dataclass(slots=True)
class _Posts:
    """What was posted in one class, when it last changed for families, and the keys of what they
    can read."""

    posts: list[Post] = field(default_factory=list)
    updated_at: dt.datetime | None = None
    live: set[str] = field(default_factory=set)


def rules_of(year_ids: Iterable[int], tz: ZoneInfo) -> dict[int, Rules]:
    """{school year: its rules}; `tz` is the district's zone. At most three queries."""
    chosen = ProcedureSettings.load()
    years = SchoolYear.objects.filter(pk__in=set(year_ids)).prefetch_related("no_school_days")
    return {
        year.pk: Rules(
            calendar=year.calendar(),
            no_school_rule=NoSchoolRule(chosen.no_school_rule),
            minimum_school_days=chosen.minimum_school_days,
            tz=tz,
        )
        for year in years
    }


@transaction.atomic
def refresh_chunk(ids: Sequence[int], *, now: dt.datetime, tz: ZoneInfo) -> int:
    """Bring these classes up to `now` (aware). Returns how many posting days changed."""
    # One after the other for each class: two that publish at once would not see each other's post.
    # "No key": both hold a reference to the class already, and would wait for each other for ever.
    locked = ClassroomPage.objects.select_for_update(of=("self",), no_key=True)
    read = locked.annotate(was_in=F("standing__counted_in"))
    needed = ("school_year_id", "starts_on", "ends_on", "live", "path")
    classes = list(read.filter(pk__in=ids).only(*needed).order_by("pk"))
    rules = rules_of((classroom.school_year_id for classroom in classes), tz)
    posted, known = _posted(ids, now), _known(ids)
    changed, standings, wanted = [], [], set()
    moved: set[int] = set()
    for classroom in classes:
        found = posted[classroom.pk]
        reckoned = reckon(
            found.posts,
            rules=rules[classroom.school_year_id],
            span=ClassSpan(classroom.starts_on, classroom.ends_on),
            updated_at=found.updated_at,
            now=now,
        )
        months = Counter(
            f"{year}-{month:02}"
            for key, (year, month) in month_by_post(found.posts, reckoned.results, tz).items()
            if key in found.live
        )
        counted_in = school_path(classroom.path) if classroom.live else ""
        if classroom.was_in not in {counted_in, None}:
            moved.add(classroom.pk)
        standings.append(
            ClassroomStanding(
                classroom_id=classroom.pk,
                months=dict(sorted(months.items())),
                counted_in=counted_in,
                **reckoned.standing,
            )
        )
        for nominal, values in reckoned.slots():
            key = (classroom.pk, classroom.school_year_id, nominal)
            wanted.add(key)
            if known.get(key) != tuple(values.values()):
                changed.append(_slot(key, values))
    gone = [key for key in known if key not in wanted]
    _write(changed, standings)
    _remove(gone)
    otherwise = {_slot_key(slot) for slot in changed} | {key for key in known if key[0] in moved}
    days = {slot.day for slot in changed}
    days |= {known[key][0] for key in {*otherwise, *gone} if key in known}
    note_changed(days, now.astimezone(tz).date())
    return len(changed) + len(gone)


def _posted(ids: Sequence[int], now: dt.datetime) -> dict[int, _Posts]:
    found: dict[int, _Posts] = defaultdict(_Posts)
    rows = Posting.objects.filter(
        classroom_id__in=ids, submitted_at__isnull=False, withdrawn_at__isnull=True
    ).order_by()
    for classroom_id, uuid, submitted, returned, published, go_live, last in rows.values_list(
        "classroom_id",
        "page_uuid",
        "submitted_at",
        "returned_at",
        "published_at",
        "go_live_at",
        "last_published_at",
    ):
        if submitted is None or (returned and not published):
            continue
        # Planned for a moment that has come, and not live yet: nobody can read it.
        overdue = not last and published and published <= now
        of_class = found[classroom_id]
        post = Post(str(uuid), submitted, None if overdue else published, go_live)
        of_class.posts.append(post)
        if last is not None:
            of_class.updated_at = max(of_class.updated_at or last, last)
            if published is not None and published <= now:
                of_class.live.add(post.key)
    return found


def _known(ids: Sequence[int]) -> dict[_Key, tuple[Any, ...]]:
    rows = PostingSlot.objects.filter(classroom_id__in=ids).order_by()
    return {
        row[:3]: row[3:]
        for row in rows.values_list("classroom_id", "school_year_id", "nominal_date", *SLOT_FIELDS)
    }


def _slot(key: _Key, values: dict[str, Any]) -> PostingSlot:
    classroom_id, year_id, nominal = key
    return PostingSlot(
        classroom_id=classroom_id, school_year_id=year_id, nominal_date=nominal, **values
    )


def _slot_key(slot: PostingSlot) -> _Key:
    return slot.classroom_id, slot.school_year_id, slot.nominal_date


def _write(slots: list[PostingSlot], standings: list[ClassroomStanding]) -> None:
    PostingSlot.objects.bulk_create(
        slots, update_conflicts=True, unique_fields=SLOT_KEY, update_fields=SLOT_FIELDS
    )
    written = [
        each.name for each in ClassroomStanding._meta.concrete_fields if not each.primary_key
    ]
    ClassroomStanding.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["classroom"], update_fields=written
    )
    rows_changed([standing.classroom_id for standing in standings])


def _remove(gone: list[_Key]) -> None:
    """Posting days that a calendar has no more: few, and the same ones for every class."""
    by_day: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    for classroom_id, year_id, nominal in gone:
        by_day[year_id, nominal].append(classroom_id)
    for (year_id, nominal), classes in by_day.items():
        PostingSlot.objects.filter(
            school_year_id=year_id, nominal_date=nominal, classroom_id__in=classes
        ).delete()
