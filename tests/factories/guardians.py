"""Students and listed guardians. Without more they may be contacted by email and by text."""

import datetime as dt
from typing import Any

from district_cms.schools.models import SchoolPage
from district_cms.students.models import Student
from notifications.models import Guardian, GuardianStudent


def make_student(school: SchoolPage, key: str = "S1", **fields: Any) -> Student:
    values = {"band": Student.Band.ELEMENTARY, "until": dt.date(2099, 6, 30), **fields}
    return Student.objects.create(key=key, school=school, **values)


def make_guardian(*children: Student, key: str = "G1", **fields: Any) -> Guardian:
    values = {"email": f"{key.lower()}@home.example", "may_email": True, "may_text": True, **fields}
    guardian = Guardian.objects.create(key=key, **values)
    for student in children:
        GuardianStudent.objects.create(guardian=guardian, student=student)
    return guardian


def exclude(guardian: Guardian, student: Student) -> None:
    """The district must not contact the guardian about the student."""
    GuardianStudent.objects.update_or_create(
        guardian=guardian, student=student, defaults={"must_not_contact": True}
    )
