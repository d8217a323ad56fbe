"""How the classes of one school stand on its posting days. Reads only."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.schools.models import SchoolYear
from district_cms.web.times import day_text

from ..addresses import class_name
from ..models import ClassroomPage, ClassroomTeacher, PostingSlot, UpdatePage
from ..reminders.selectors import is_in_since
from ..selectors import classes_of
from ..states import FACTS, UpdateState, standing_in, with_facts

# As many posting days as a screen shows side by side.
DAYS = 5
# Nobody has posted for these; families wait once the day has come.
NOT_POSTED = frozenset({"open", "awaited", "missing"})
# In the order of a table: what is done, what comes by itself, what someone waits for.
STANDINGS = ("met", "late", "scheduled", "with_school", "open", "awaited", "missing", "upcoming")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with its teachers, and its standing for each day shown; "" where it has none.

    `begun` is in the words of `states` what there is for the newest day, where it has not posted:
    "sent back" or "draft"; None where there is nothing. `away` says who is on leave, until when,
    and who substitutes.
    """

    classroom: ClassroomPage
    name: str
    teachers: tuple[tuple[int, str], ...]
    cells: tuple[str, ...]
    is_waiting: bool
    begun: Any = None
    away: tuple[str, ...] = ()
    # Whether it has not posted for the newest day, and handed something in since.
    is_in_since: bool = False

    @property
    def teacher_names(self) -> str:
        return ", ".join(name for _pk, name in self.teachers)


@dataclass(frozen=True, slots=True)
class Glance:
    """`days` are those that are shown, oldest first.

    `newest` is the last of the year that has come; where none has, the first, and `has_come` is
    False. `earlier` and `later` are where a screen with other days ends, or None.
    """

    days: tuple[dt.date, ...]
    rows: tuple[ClassRow, ...]
    newest: dt.date | None
    has_come: bool
    earlier: dt.date | None
    later: dt.date | None

    def counts(self) -> list[tuple[dt.date, dict[str, int]]]:
        """For each day how many classes stand how."""
        return [
            (day, dict(Counter(row.cells[at] for row in self.rows if row.cells[at])))
            for at, day in enumerate(self.days)
        ]


def glance_at(
    school: Page, *, until: dt.date | None = None, today: dt.date | None = None
) -> Glance:
    """The classes of a school in the school year that runs. Six queries, whatever their number.

    `until` is the last day to show; by default the one that comes next.
    """
    today = today or timezone.localdate()
    year = SchoolYear.objects.current(today)
    classes = list(
        classes_of([school.path])
        .filter(school_year=year)
        .defer("introduction")
        .select_related("standing")
        .order_by("title", "section", "pk")
    )
    slots = PostingSlot.objects.filter(
        classroom_id__in=[each.pk for each in classes], school_year=year, day__isnull=False
    ).order_by()
    all_days: list[dt.date] = sorted(set(slots.values_list("day", flat=True).distinct()))  # type: ignore[arg-type]
    shown, earlier, later = _window(all_days, until, today)
    newest = max((day for day in all_days if day <= today), default=min(all_days, default=None))
    wanted = {*shown, newest} - {None}
    standings: dict[tuple[int, dt.date | None], str] = {
        (pk, day): standing
        for pk, day, standing in slots.filter(day__in=wanted).values_list(
            "classroom_id", "day", "standing"
        )
    }
    teaching = _teaching(classes, today)
    teachers, away = _teachers_of(teaching), _away(teaching, today)
    waiting = {
        each.path: each.pk for each in classes if standings.get((each.pk, newest), "") in NOT_POSTED
    }
    begun = _begun(school, waiting, newest)
    rows = tuple(
        ClassRow(
            classroom=each,
            name=class_name(each),
            teachers=tuple(teachers[each.pk]),
            cells=tuple(standings.get((each.pk, day), "") for day in shown),
            is_waiting=each.path in waiting,
            begun=begun.get(each.pk),
            away=tuple(away[each.pk]),
            is_in_since=bool(newest and each.path in waiting and is_in_since(each, newest)),
        )
        for each in classes
    )
    has_come = newest is not None and newest <= today
    return Glance(shown, rows, newest, has_come, earlier, later)


def _window(
    days: list[dt.date], until: dt.date | None, today: dt.date
) -> tuple[tuple[dt.date, ...], dt.date | None, dt.date | None]:
    coming = next((at for at, day in enumerate(days) if day > today), len(days) - 1)
    last = coming
    if until is not None:
        last = max((at for at, day in enumerate(days) if day <= until), default=DAYS - 1)
    end = min(max(last + 1, DAYS), len(days))
    start = max(end - DAYS, 0)
    earlier = days[start - 1] if start else None
    later = days[min(end + DAYS, len(days)) - 1] if end < len(days) else None
    return tuple(days[start:end]), earlier, later


def _teachers_of(rows: Iterable[ClassroomTeacher]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        found[row.classroom_id].append((row.staff_id, row.staff.full_name))
    return found


def _teaching(classes: Iterable[ClassroomPage], today: dt.date) -> list[ClassroomTeacher]:
    rows = ClassroomTeacher.objects.current(today).filter(
        classroom_id__in=[each.pk for each in classes], staff__active=True
    )
    rows = rows.select_related("staff__leave__substitute")
    return list(rows.order_by("staff__family_name", "pk"))


def _away(rows: Iterable[ClassroomTeacher], today: dt.date) -> dict[int, list[str]]:
    """{class: ["Elena Rivera is on leave until ...; ... substitutes."]}."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = list(rows)
    have_it = {(row.classroom_id, row.staff_id) for row in rows}
    for row in rows:
        leave = getattr(row.staff, "leave", None)
        if leave is None or not leave.first_day <= today <= leave.last_day:
            continue
        names = {"name": row.staff.full_name, "day": day_text(leave.last_day)}
        if (row.classroom_id, leave.substitute_id) not in have_it:
            text = _("%(name)s is on leave until %(day)s; nobody substitutes.") % names
        else:
            names["substitute"] = leave.substitute.full_name
            text = _("%(name)s is on leave until %(day)s; %(substitute)s substitutes.") % names
        found[row.classroom_id].append(text)
    return found


def _begun(school: Page, waiting: Mapping[str, int], day: dt.date | None) -> dict[int, Any]:
    """{class: "sent back" or "draft"}: what there is of an update that covers the day and is not
    posted. One query, none where nobody is waited for."""
    if day is None or not waiting:
        return {}
    updates = UpdatePage.objects.filter(
        path__startswith=school.path, live=False, period_start__lte=day, period_end__gte=day
    )
    found: dict[int, Any] = {}
    for row in with_facts(updates).values("path", *FACTS):
        classroom = waiting.get(row["path"][: -Page.steplen])
        standing = standing_in(row)
        is_back = standing.state is UpdateState.SENT_BACK
        if classroom and (
            is_back or (standing.state is UpdateState.DRAFT and classroom not in found)
        ):
            found[classroom] = standing.words
    return found


def chosen(rows: Iterable[ClassRow], *, grade: str, teacher: str, waiting: bool) -> list[ClassRow]:
    """Those rows that a filter leaves; "" filters nothing."""
    return [
        row
        for row in rows
        if (not grade or grade in row.classroom.grade_levels)
        and (not teacher or any(str(pk) == teacher for pk, _name in row.teachers))
        and (row.is_waiting or not waiting)
    ]


def teachers_in(rows: Iterable[ClassRow]) -> list[tuple[int, str]]:
    """Everyone who teaches one of these classes, each once, in the order of their names."""
    people: dict[int, Any] = {pk: name for row in rows for pk, name in row.teachers}
    return sorted(people.items(), key=lambda each: each[1].split()[-1].casefold())
