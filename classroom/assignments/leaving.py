"""What a person who leaves has, and what will happen, in sentences. Reads only."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import Staff
from district_cms.web.times import weekday_text

from ..addresses import class_and_year
from ..models import ClassroomPage, ClassroomTeacher, Leave, UpdatePage
from ..models.teaching import not_over_on
from ..selectors import updates_below
from ..states import FACTS, UpdateState, standing_in, with_facts


def assignments_of(staff: Staff, today: dt.date | None = None) -> "QuerySet[ClassroomTeacher]":
    """Returns the classes that someone teaches or will teach, in school years that are not over,
    this year's first."""
    today = today or timezone.localdate()
    rows = ClassroomTeacher.objects.filter(
        not_over_on(today),
        staff=staff,
        classroom__school_year__last_day__gte=today,
    )
    rows = rows.select_related("classroom__school_year", "goes_to")
    return rows.order_by("classroom__school_year__first_day", "classroom__title", "pk")


def holdings(staff: Staff) -> Iterator[str]:
    """Yields the person's classes and unfinished updates as sentences. Two queries."""
    classes = [row.classroom for row in assignments_of(staff)]
    if not classes:
        return
    yield ngettext("%(number)d class", "%(number)d classes", len(classes)) % {
        "number": len(classes)
    }
    counts = Counter(_states(classes))
    words = {
        UpdateState.DRAFT: _("drafts begun: %(number)d"),
        UpdateState.CHANGED: _("changes to live updates that are not live yet: %(number)d"),
        UpdateState.WITH_PRINCIPAL: _("updates with the principal: %(number)d"),
        UpdateState.SENT_BACK: _("updates sent back: %(number)d"),
        UpdateState.SCHEDULED: _("updates scheduled: %(number)d"),
    }
    for state, text in words.items():
        if counts[state]:
            yield text % {"number": counts[state]}


def _states(classes: list[ClassroomPage]) -> Iterator[UpdateState]:
    rows = with_facts(UpdatePage.objects.filter(updates_below(classes)))
    for row in rows.values(*FACTS):
        yield standing_in(row).state


def steps(
    staff: Staff,
    rows: Collection[ClassroomTeacher],
    last_day: dt.date,
    successors: Mapping[int, Staff],
    part: str,
) -> Iterator[str]:
    """Yields what happens after this last day: for each class, and to the account."""
    day = {"day": weekday_text(last_day)}
    label = str(dict(ClassroomTeacher.Part.choices).get(part, ""))
    staying = _staying(staff, rows, last_day + dt.timedelta(days=1))
    for row in rows:
        names = {"class": class_and_year(row.classroom, timezone.localdate()), **day}
        successor, there = successors.get(row.classroom_id), staying[row.classroom_id]
        if successor is not None:
            names |= {"name": successor.full_name, "part": label}
            own = next((each for each in there if each.staff_id == successor.pk), None)
            if own is None or own.part not in {part, ClassroomTeacher.Part.LEAD}:
                yield _("%(class)s: from the day after %(day)s, %(name)s (%(part)s).") % names
            elif own.until is None:
                yield _("%(class)s: %(name)s already has it, and keeps it.") % names
            else:
                names["until"] = weekday_text(own.until)
                yield _("%(class)s: %(name)s already has it, until %(until)s.") % names
        elif there:
            names["names"] = ", ".join(each.staff.full_name for each in there)
            yield _("%(class)s: ends on %(day)s; still taught by %(names)s.") % names
        else:
            yield _("%(class)s: ends on %(day)s; nobody has it yet.") % names
    yield from _successors_on_leave(last_day, successors)
    yield _("All roles end on %(day)s.") % day
    if staff.user is not None:
        yield _("The account ends on the night of %(day)s.") % day


def _staying(
    staff: Staff, rows: Collection[ClassroomTeacher], day: dt.date
) -> dict[int, list[ClassroomTeacher]]:
    """Returns {class: others who have it on this day, without substitutes of a leave}. One
    query."""
    others = ClassroomTeacher.objects.current(day).filter(
        classroom__in=[row.classroom_id for row in rows], staff__active=True, leave=None
    )
    staying: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for row in others.exclude(staff=staff).select_related("staff").order_by("pk"):
        staying[row.classroom_id].append(row)
    return staying


def _successors_on_leave(last_day: dt.date, successors: Mapping[int, Staff]) -> Iterator[str]:
    """Yields which successors are on leave when they get a class, and who substitutes."""
    people = set(successors.values())
    if not people:
        return
    away = Leave.objects.filter(staff__in=people, last_day__gt=last_day)
    for leave in away.select_related("staff", "substitute").order_by("pk"):
        facts = {
            "name": leave.staff.full_name,
            "first": weekday_text(leave.first_day),
            "last": weekday_text(leave.last_day),
        }
        if leave.substitute is None:
            yield (
                _("%(name)s is on leave from %(first)s to %(last)s, without a substitute.") % facts
            )
        else:
            yield _(
                "%(name)s is on leave from %(first)s to %(last)s; %(substitute)s substitutes "
                "in these classes, too."
            ) % (facts | {"substitute": leave.substitute.full_name})
