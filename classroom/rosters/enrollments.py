"""Which students are in which sections with a page: to invite guardians to those classes."""

import datetime as dt
from itertools import batched
from typing import Final

from django.db.models import Q

from district_cms.people.rosters.reading import Roster
from district_cms.students.models import Student

from ..models import Enrollment, RosterSection

BATCH: Final = 5_000


def write_enrollments(roster: Roster, *, today: dt.date) -> None:
    """Writes the enrollments of a roster. One without enrollments of students clears nothing."""
    if roster.enrolled or roster.unassigned:
        _write(roster, today)
    delete_past_enrollments(today=today)


def _write(roster: Roster, today: dt.date) -> None:
    with_page = RosterSection.objects.filter(page__isnull=False, ended_on=None)
    sections = dict(with_page.values_list("source_id", "pk"))
    students = dict(Student.objects.on(today).exclude(source_id="").values_list("source_id", "pk"))
    coming = {
        (sections[section], students[user])
        for section, users in roster.enrolled.items()
        if section in sections
        for user in users
        if user in students
    }
    present = {
        (section, student): pk
        for pk, section, student in Enrollment.objects.values_list("pk", "section", "student")
    }
    if roster.modes["enrollments"] == "bulk" and roster.enrolled:
        gone = present.keys() - coming
    else:
        pairs = {(sections.get(each), students.get(user)) for each, user in roster.unassigned}
        gone = present.keys() & pairs - coming
    for part in batched(gone, BATCH):
        Enrollment.objects.filter(pk__in=[present[pair] for pair in part]).delete()
    Enrollment.objects.bulk_create(
        (
            Enrollment(section_id=section, student_id=student)
            for section, student in sorted(coming - present.keys())
        ),
        batch_size=BATCH,
    )


def delete_past_enrollments(*, today: dt.date) -> None:
    """Deletes those of sections that ended and of students who left the list."""
    past = Q(section__ended_on__isnull=False) | Q(student__until__lt=today)
    Enrollment.objects.filter(past).delete()
