"""What is due and coming up in some classes. Contains nothing that the public pages do not show."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q
from django.db.models.functions import Substr
from wagtail.models import Page, PageLogEntry

from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import SchoolPage

from ..addresses import class_name
from ..models import ClassroomPage, ClassroomTeacher, Posting, TeacherPage, UpdatePage
from .dated import coming, posted
from .message_content import updates
from .running import running
from .update_parts import public_events
from .week import in_order

MOST_UPDATES: Final = 400
"""The limit for all classes together. Someone may follow a school of two hundred classes; of each,
only the newest updates are read."""
_SCHOOL: Final = SCHOOL_DEPTH * Page.steplen
_FIRST: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# The parts of an update that have dates, with the name of the date field in their blocks.
_DAYS: Final = {"events": "date", "assignments": "due"}


@dataclass(frozen=True, slots=True)
class FamilyClass:
    """A running class; or something else that other packages add, an activity. `teachers` is the
    title of the page above it."""

    page: UUID
    pk: int
    name: str
    school: str
    teachers: str = ""
    is_activity: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of a class: an event, or the day on which something is `due`.

    `uid` stays the same while the block exists, whatever changes in it, and in copies of the
    update. `changes` grows with each publication. Equal entries of several updates of a class
    become one, and `same` has the uids of all. Events for families only have no time and place."""

    uid: str
    of_class: UUID
    title: str
    language: str
    day: dt.date
    due: bool
    url: str
    changed_at: dt.datetime
    changes: int
    time_label: str = ""
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    families_only: bool = False
    same: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gone:
    """An entry that was on a page and no longer is. Holds nothing about it but its class and
    day."""

    uid: str
    of_class: UUID
    day: dt.date
    changed_at: dt.datetime
    changes: int


def classes_covered(
    asked: Collection[tuple[str, UUID]], today: dt.date
) -> dict[tuple[str, UUID], list[FamilyClass]]:
    """Returns the running public classes for each page that someone follows, by its scope and UUID.
    At most four queries."""
    keys = {scope: {key for scope_of, key in asked if scope_of == scope} for scope, _key in asked}
    schools = _paths(SchoolPage, keys.get("school", set()))
    staff = {
        key: (person, path[:_SCHOOL])
        for key, person, path in _public(TeacherPage, keys.get("teacher", set())).values_list(
            "translation_key", "staff_id", "path"
        )
    }
    teaching: set[tuple[int, int]] = set()
    if staff:
        rows = ClassroomTeacher.objects.followed(today)
        rows = rows.filter(staff_id__in={person for person, _path in staff.values()})
        teaching = set(rows.values_list("staff_id", "classroom_id"))
    rooms = (
        ClassroomPage.objects.live()
        .public()
        .filter(running(today))
        .annotate(
            school=Substr("path", 1, _SCHOOL),
            title_of_school=SchoolPage.objects.filter(path=OuterRef("school")).values("title"),
            above=Substr("path", 1, _SCHOOL + Page.steplen),
            title_above=TeacherPage.objects.filter(path=OuterRef("above")).values("title"),
        )
        .filter(
            Q(translation_key__in=keys.get("class", set()))
            | Q(pk__in={room for _person, room in teaching})
            | Q(school__in=set(schools.values()))
        )
        .order_by("title", "section", "path")
    )
    covered: dict[tuple[str, UUID], list[FamilyClass]] = {scope_of: [] for scope_of in asked}
    for room in rooms:
        names = class_name(room), room.title_of_school or "", room.title_above or ""
        facts = FamilyClass(room.translation_key, room.pk, *names, path=room.path)
        for scope, key in asked:
            if scope == "class":
                covers = key == room.translation_key
            elif scope == "school":
                covers = schools.get(key) == room.school
            else:
                person, at = staff.get(key, (0, ""))
                covers = at == room.school and (person, room.pk) in teaching
            if covers:
                covered[scope, key].append(facts)
    return covered


def entries(
    classes: Iterable[FamilyClass],
    now: dt.datetime,
    first: dt.date,
    last: dt.date,
    *,
    coming_in: Callable[..., dict[UUID, tuple[UUID, ...]]] = coming,
    read: Callable[[Iterable[UUID]], Mapping[UUID, Any]] = updates,
    most: int = MOST_UPDATES,
) -> list[Entry]:
    """Returns all entries from `first` to `last` in updates of these classes that went live before
    `now`, soonest first; entries of one moment are in the order of the classes. At most four
    queries.

    `coming_in` and `read` have the signatures of `dated.coming` and `message_content.updates`. Only
    the newest updates of each class are read, at most `most` in all."""
    by_pk = {each.pk: each.page for each in classes}
    dated = coming_in(by_pk, now, first, last)
    of_each = max(2, most // max(1, len(dated)))
    newest = {page: keys[-of_each:] for page, keys in dated.items()}
    pages = read(key for keys in newest.values() for key in keys)
    once = _each_once(
        entry
        for page in by_pk.values()
        for key in newest.get(page, ())
        if key in pages
        for entry in _entries_of(pages[key], page)
    )
    within = [each for each in once if first <= each.day <= last]
    return sorted(within, key=lambda each: in_order(each.day, each.start))


def gone_entries(
    classes: Iterable[FamilyClass], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """Returns published entries that no longer exist: deleted from an update that was published
    again, or unpublished with their update. `standing` has the uids of existing entries. At most
    five queries."""
    by_pk = {each.pk: each.page for each in classes}
    by_uid = gone_from(
        {
            update.pk: (update, by_pk[row.classroom_id])
            for update, row in _updates(by_pk, now, live=True)
        }
    )
    for update, posting in _updates(by_pk, now, live=False):
        parts = {part: list(getattr(update, part).raw_data) for part in _DAYS}
        at = posting.withdrawn_at or now
        by_uid |= gone_of(by_pk[posting.classroom_id], parts, at)
    gone = [each for uid, each in by_uid.items() if uid not in standing and each.day >= since]
    return sorted(gone, key=lambda each: (each.day, each.uid))


def gone_from(pages: Mapping[int, tuple[Page, UUID]]) -> dict[str, Gone]:
    """Returns the entries that earlier versions of these live pages had, including entries that
    still exist. `pages` is {page key: (page, its class)}. At most one query."""
    again = [pk for pk, (page, _of_class) in pages.items() if _was_changed(page)]
    log = PageLogEntry.objects.filter(
        page_id__in=again, action="wagtail.publish", revision__isnull=False
    )
    by_uid: dict[str, Gone] = {}
    for pk, content in log.values_list("page_id", "revision__content") if again else ():
        parts = {part: json.loads(content.get(part) or "[]") for part in _DAYS}
        page, of_class = pages[pk]
        by_uid |= gone_of(of_class, parts, page.last_published_at)
    return by_uid


def _updates(
    by_pk: Mapping[int, UUID], now: dt.datetime, *, live: bool
) -> Iterator[tuple[UpdatePage, Posting]]:
    """Yields the newest updates of the classes that are live, or that no longer are, each with its
    row in the ledger. Two queries."""
    rows = posted(by_pk, now, taken_down=not live).reverse()
    newest = {row.page_uuid: row for row in rows[:MOST_UPDATES]}
    pages = UpdatePage.objects.filter(translation_key__in=newest, live=live)
    for update in pages.public() if live else pages:
        yield update, newest[update.translation_key]


def _entries_of(update: Any, of_class: UUID) -> Iterator[Entry]:
    shared: dict[str, Any] = {
        "of_class": of_class,
        "url": update.full_url or "",
        "changed_at": update.last_published_at,
        "changes": _changes(update.last_published_at),
    }
    for event in public_events(update):
        yield Entry(
            uid=_uid(of_class, event["id"]),
            title=event["title"],
            language=event["language"],
            day=event["date"],
            due=False,
            time_label=event["time_label"],
            start=event["start"],
            end=event["end"],
            place=event["place"],
            families_only=event["families_only"],
            **shared,
        )
    for child in update.assignments:
        if child.value.get("due"):
            yield Entry(
                uid=_uid(of_class, child.id),
                title=child.value["title"],
                language=child.value.get("language") or update.content_language,
                day=child.value["due"],
                due=True,
                **shared,
            )


def _each_once(entries: Iterable[Entry]) -> list[Entry]:
    """Merges entries of one class with the same words and day, and entries with the same uid. The
    result has the uid of the first and the content of the last. `found` is oldest first."""
    by_uid: dict[str, Entry] = {}
    for entry in entries:
        by_uid[entry.uid] = entry
    once: dict[Any, Entry] = {}
    for entry in by_uid.values():
        key = (entry.of_class, entry.title.casefold(), entry.day, entry.due)
        first = once.get(key, entry)
        once[key] = replace(entry, uid=first.uid, same=first.same | {entry.uid})
    return list(once.values())


def gone_of(of_class: UUID, parts: Mapping[str, Iterable[Any]], at: dt.datetime) -> dict[str, Gone]:
    """Returns the dates in these blocks, by uid, as gone since `at`."""
    by_uid = {}
    for part, name in _DAYS.items():
        for raw in parts.get(part, ()):
            day = raw["value"].get(name)
            if day and raw.get("id"):
                uid = _uid(of_class, raw["id"])
                by_uid[uid] = Gone(uid, of_class, dt.date.fromisoformat(str(day)), at, _changes(at))
    return by_uid


def _was_changed(page: Page) -> bool:
    return bool(page.last_published_at != page.first_published_at)


def _uid(of_class: UUID, block: str) -> str:
    # Copies of an update share block ids. Within a class that is the same event; in another class
    # it is a different one.
    return f"{block}.{of_class}"


def _changes(at: dt.datetime) -> int:
    """Returns a number that grows with time, as small as SEQUENCE must be."""
    return max(0, int((at - _FIRST).total_seconds()))


def _public(model: Any, keys: Collection[UUID]) -> Any:
    return model.objects.live().public().filter(translation_key__in=keys)


def _paths(model: Any, keys: Collection[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    return dict(_public(model, keys).values_list("translation_key", "path"))
