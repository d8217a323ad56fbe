"""The list of students: importing it, taking off one student, and deleting former students."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final, override

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.audit_log.services import record
from district_cms.imports.importer import GENERAL, LABELS, DisplayedChange, Importer, Sentences
from district_cms.imports.reading import (
    WHOLE_FILE,
    Change,
    Kind,
    Located,
    Plan,
    compare,
    plain_word,
    refuse_shrinking,
)
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.times import date_text

from .models import HighSchoolStudent, Student, StudentListSettings, StudentName
from .rows import StudentRows, parse_students
from .signals import announce_change
from .tokens import address_tokens

SENTENCES: Sentences = {
    **GENERAL,
    "no-domains": _(
        "The website does not know which addresses are students’. Ask whoever runs it to set "
        "STUDENT_EMAIL_DOMAINS, then choose the file again."
    ),
    "no-column": _("There is no column for the address. Add one called “email”."),
    "no-school-column": _("There is no column for the school. Add one called “school”."),
    "no-grade-column": _("There is no column for the grade. Add one called “grade”."),
    "bad-address": _("This is not an email address."),
    "other-domain": _(
        "This address is not in a domain of the district’s students. Remove the line: people with "
        "other addresses can follow classes like parents."
    ),
    "unknown-school": _(
        "There is no high school with this name or roster id. Write the name as it is on the "
        "school’s page. Only students of high schools belong on this list."
    ),
    "bad-grade": _("Write a grade from 9 to 12. Younger students do not belong on this list."),
    "no-list-key": _(
        "The list holds no addresses but keyed hashes of them, and the key is not set. Ask whoever "
        "runs the website to set STUDENT_LIST_KEY, then choose the file again."
    ),
    "twice": _("This address is farther up with another school or grade."),
    "shrinks": _(
        "More than half of the students on the list would be removed. Is the file complete? If it "
        "is, check “The list is meant to get this much shorter” and choose the file again."
    ),
}


RETENTION: Final = dt.timedelta(days=90)
"""How long a row is kept after its last day: over the summer, so that the next import shows who
stays and who leaves."""


@transaction.atomic
def forget_former(*, today: dt.date) -> int:
    """Deletes the rows of both lists that ended at least 90 days before `today`. Returns their
    number."""
    past = today - RETENTION
    number, _by_model = HighSchoolStudent.objects.filter(until__lte=past).delete()
    # An opt-out outlives the student's time here (34 CFR 99.37(b)), so its student stays.
    former = Student.objects.filter(until__lte=past, opted_out=False)
    students = former.count()
    former.delete()
    if number or students:
        record(action="students.forgotten", actor="nightly", removed=number + students)
    return number + students


@transaction.atomic
def delete_list(*, instance: StudentListSettings, **kwargs: Any) -> None:
    """Deletes everything about students when the list is turned off, opt-outs and releases too."""
    students = Student.objects.count()
    if instance.hold_students or not students:
        return
    StudentName.objects.all().delete()  # one statement; Django would load them with their students
    Student.objects.all().delete()
    record(action="students.list_deleted", actor="settings", removed=students)
    announce_change()


if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

STUDENT: Final = "student"
# Each June a quarter of the students graduate. Removing more than this share suggests a broken
# file.
MOST_GONE: Final = 0.5
FIELDS: Final = ("school_id", "grade", "until")


class StudentImporter(Importer[StudentRows]):
    """Imports the list of high-school students of one school year.

    With `replace`, students who are not in the file are removed; `shorter` allows removing most of
    them.
    """

    sentences: ClassVar = SENTENCES

    def __init__(
        self, school_year: SchoolYear, *, replace: bool = True, shorter: bool = False
    ) -> None:
        self.school_year = school_year
        self.replace = replace
        self.shorter = shorter
        self.addresses: dict[str, str] = {}
        self.schools = list(SchoolPage.objects.live().filter(kind__in=HIGH_SCHOOLS))

    @property
    @override
    def target(self) -> str:
        return "high-school students"

    @override
    def read(self, name: str, data: bytes) -> StudentRows:
        by_name = {plain_word(page.title): page.pk for page in self.schools}
        by_id = {plain_word(page.source_id): page.pk for page in self.schools if page.source_id}
        return parse_students(data, schools=by_name | by_id, domains=settings.STUDENT_EMAIL_DOMAINS)

    @override
    def lock(self) -> None:
        list(HighSchoolStudent.objects.select_for_update().order_by("pk").values_list("pk"))

    @override
    def plan(self, rows: StudentRows) -> Plan:
        until = self.school_year.last_day
        present = {
            token: tuple(values)
            for token, *values in HighSchoolStudent.objects.values_list("token", *FIELDS)
        }
        self.addresses = address_tokens(row.address for row in rows.students)
        if rows.students and not self.addresses:
            return Plan(errors=(Located(WHOLE_FILE, "", "", "no-list-key"),))
        by_address = {row.address: (row.school, row.grade, until) for row in rows.students}
        new = {token: by_address[address] for token, address in self.addresses.items()}
        changes, unchanged = compare(STUDENT, present, new, replace=self.replace)
        plan = Plan(changes, unchanged, rows.errors, rows.notes)
        return refuse_shrinking(
            plan, STUDENT, present=len(present), most=MOST_GONE, allowed=self.shorter
        )

    @override
    def write(self, plan: Plan) -> None:
        outdated = [change.key for change in plan.changes if change.kind != Kind.ADDED]
        HighSchoolStudent.objects.filter(token__in=outdated).delete()
        HighSchoolStudent.objects.bulk_create(
            HighSchoolStudent(token=change.key, **dict(zip(FIELDS, change.after, strict=True)))
            for change in plan.changes
            if change.after is not None
        )

    @override
    def record(self, plan: Plan, user: "User | None") -> None:
        # Numbers, never names: the log is kept longer than the list.
        record(
            action="students.imported",
            actor=user,
            school_year=self.school_year.name,
            added=plan.count(Kind.ADDED),
            changed=plan.count(Kind.CHANGED),
            removed=plan.count(Kind.REMOVED),
        )

    @override
    def show(self, change: Change) -> DisplayedChange:
        school, grade, until = change.after or change.before
        names = {page.pk: page.title for page in self.schools}
        text = gettext("%(school)s, grade %(grade)d, until %(day)s") % {
            "school": names.get(school, "–"),
            "grade": grade,
            "day": date_text(until),
        }
        # Of who is not in the file, the address is not known.
        address = self.addresses.get(change.key, gettext("Not in the file"))
        return DisplayedChange(str(LABELS[change.kind]), address, text)


@transaction.atomic
def take_off(*, student: HighSchoolStudent, user: "User") -> None:
    """Takes one student off the list. From now on nothing is sent to that address."""
    student.delete()
    record(action="students.taken_off", actor=user, removed=1)
