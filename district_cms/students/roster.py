"""The students of a roster: what changes on the list, writing it, and taking it back."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Final

from django.db.models import Count

from district_cms.imports.reading import Change, Collector, Plan
from district_cms.people.rosters.reading import Roster
from district_cms.people.rosters.students import StudentReader
from district_cms.schools.choices import HIGH_SCHOOLS

from . import names
from .models import Student, StudentListSettings, StudentName
from .signals import announce_change
from .tokens import Of, token

STUDENTS: Final = "students"
SUMMER: Final = dt.timedelta(days=90)
"""A student stays on the list over the summer, until the roster of the next school year."""
ONE_DAY: Final = dt.timedelta(days=1)
BATCH: Final = 2_000
FIELDS: Final = ("key", "source_id", "school_id", "band", "until")


@dataclass(frozen=True, slots=True)
class Record:
    """A student as it is compared; `pk` is None for a new one."""

    pk: int | None
    key: str
    source_id: str
    school: int
    band: str
    until: dt.date
    names: str


def name_tokens(given: str, middle: str, preferred: str, family: str) -> set[str]:
    """Returns the forms of a name as they are held: "full:" or "given:" and the token. Raises
    `NoListKey`."""
    forms = names.forms(given, middle, preferred, family)
    return {f"{form}:{token(Of.NAME, text)}" for form, text in forms}


def list_is_on() -> bool:
    return bool(StudentListSettings.objects.filter(hold_students=True).exists())


def student_reader() -> StudentReader:
    """Returns the reader of students; while the list is off, one that takes nothing."""
    if not list_is_on():
        return StudentReader()
    known = set(Student.objects.exclude(source_id="").values_list("source_id", flat=True))
    return StudentReader(known, name_tokens)


def students_by_school(today: dt.date) -> dict[int, int]:
    """Returns {primary key of a school: number of its students on the list}."""
    rows = Student.objects.on(today).order_by().values_list("school")
    return dict(rows.annotate(number=Count("pk")))


def plan_students(
    roster: Roster,
    *,
    schools: Mapping[str, int],
    kinds: Mapping[int, str],
    last_days: Iterable[dt.date],
    today: dt.date,
) -> Plan:
    """Returns what a roster changes; nothing while the list is off. Who is not in a complete roster
    leaves; one without students changes nobody. `schools` are primary keys by id, `kinds` kinds of
    schools by primary key."""
    coming, removed = roster.students, roster.removed.get("users", set())
    if not list_is_on() or not (coming or removed):
        return Plan()
    rows = list(_records())
    by_source = {row.source_id: row for row in rows if row.source_id}
    by_key = {row.key: row for row in rows}
    until, collector = _until(last_days, today), Collector("users.csv")
    changes: list[Change] = []
    matched: set[int | None] = set()
    for source_id, read in coming.items():
        before = by_source.get(source_id) or by_key.get(read.key)
        if before is not None:
            matched.add(before.pk)
        school = before.school if before and not read.school else schools.get(read.school)
        other = before is not None and before.source_id != source_id and before.source_id in coming
        if school is None or other or by_key.get(read.key, before) is not before:
            # Notes have the number and never a name.
            collector.note(source_id, read.key, "no-school" if school is None else "student-twice")
            continue
        after = Record(
            pk=before.pk if before else None,
            key=read.key,
            source_id=source_id,
            school=school,
            band=_band(read.grades, kinds.get(school, "")),
            until=until,
            names=read.names,
        )
        if before != after:
            is_listed = before is not None and before.until >= today
            changes.append(Change(STUDENTS, source_id, before if is_listed else None, after))
    leaving = removed
    if coming and roster.modes.get("users") == "bulk":
        leaving = by_source.keys() - coming.keys()
    changes += [
        Change(STUDENTS, source_id, before, None)
        for source_id in sorted(leaving & by_source.keys())
        if (before := by_source[source_id]).pk not in matched and before.until >= today
    ]
    return Plan(tuple(changes), notes=tuple(collector.notes))


def _records() -> Iterable[Record]:
    held: dict[int, list[str]] = defaultdict(list)
    rows = StudentName.objects.order_by().values_list("student_id", "form", "token")
    for student, form, value in rows.iterator():
        held[student].append(f"{form}:{value}")
    for row in Student.objects.order_by("pk").values("pk", *FIELDS).iterator():
        school = row.pop("school_id")
        yield Record(**row, school=school, names=" ".join(sorted(held.pop(row["pk"], ()))))


def _until(last_days: Iterable[dt.date], today: dt.date) -> dt.date:
    """Returns the end of the summer after the school year that runs or comes, else the last one."""
    days = sorted(last_days)
    last = next((day for day in days if day >= today), days[-1] if days else today)
    return max(last + SUMMER, today)


def _band(grades: str, kind: str) -> str:
    """Returns the band of the highest grade (CEDS codes), else that of the kind of school."""
    bands = Student.Band
    numbers = [int(each) for each in re.findall(r"\b\d{1,2}\b", grades, re.ASCII)]
    if not numbers:
        by_kind = bands.HIGH if kind in HIGH_SCHOOLS else bands.MIDDLE if kind == "middle" else None
        return by_kind or bands.ELEMENTARY
    highest = max(numbers)
    return bands.ELEMENTARY if highest <= 5 else bands.MIDDLE if highest <= 8 else bands.HIGH


def write_students(plan: Plan, *, today: dt.date) -> None:
    """Writes a plan of students. Who leaves stays for a while, off the list: an opt-out outlives
    it."""
    after = [change.after for change in plan.changes if change.after is not None]
    rows = [(record, _row(record)) for record in after]
    for batch in batched((row for record, row in rows if record.pk), BATCH):
        Student.objects.bulk_update(batch, FIELDS)
    Student.objects.bulk_create([row for record, row in rows if not record.pk], batch_size=BATCH)
    leaving = [change.before.pk for change in plan.changes if change.after is None]
    for gone in batched(leaving, BATCH):
        Student.objects.filter(pk__in=gone).update(until=today - ONE_DAY)
    same_names = {
        change.after.pk
        for change in plan.changes
        if change.before and change.after and change.before.names == change.after.names
    }
    renamed = [
        (record, row) for record, row in rows if record.pk not in same_names or not record.pk
    ]
    for part in batched(renamed, BATCH):
        StudentName.objects.filter(
            student__in=[row.pk for record, row in part if record.pk]
        ).delete()
        StudentName.objects.bulk_create(
            StudentName(student=row, form=form, token=value)
            for record, row in part
            for form, _colon, value in (name.partition(":") for name in record.names.split())
        )
    if plan.changes:
        announce_change()


def _row(record: Record) -> Student:
    return Student(
        pk=record.pk,
        key=record.key,
        source_id=record.source_id,
        school_id=record.school,
        band=record.band,
        until=record.until,
    )
