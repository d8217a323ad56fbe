"""What the office and the schools of the demo did: who stands in and who is away, how updates go
live, notes on feedback, a snow day, the list of students. By the services that the screens call."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from classroom.assignments.services import be_on_leave
from classroom.home import feedback
from classroom.home.caseload import follow
from classroom.ledger.refresh import district_zone
from district_cms.barriers.deadlines import is_working_day
from district_cms.barriers.selectors import no_school_dates
from district_cms.moderation.models import ReviewSettings
from district_cms.moderation.standing_in import choose_stand_ins
from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.people.services import give_account_its_groups
from district_cms.procedure.cadence import YearCalendar
from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.wording import words_of
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import Banner, SchoolYear
from district_cms.students.rules import HIGH_SCHOOL_GRADES
from district_cms.students.services import StudentImporter

from .content_files import district
from .pages import Built
from .school_year import FAMILY, GIVEN, ONE_DAY

OFFICE = "castellane"
FIVE, SIX = dt.time(5, 20), dt.time(18, 0)
STUDENTS = 40


def let_go_live_at_once(built: Built) -> None:
    """Where principals read updates later, by the district's choice."""
    schools = [built.schools[row["school"]] for row in district()["read_later"]]
    ReviewSettings.load().read_later_schools.set(schools)


def choose_for_schools(built: Built, anchor: dt.date, calendar: YearCalendar) -> None:
    """Everything else, as of `anchor`."""
    _fill_in_for_principal(built, anchor)
    for row in district()["stand_ins"]:
        choose_stand_ins(
            school=built.schools[row["school"]],
            staff=[built.staff[key] for key in row["staff"]],
            user=built.account(row["chosen_by"]),
        )
    for row in district()["caseload"]:
        school = built.schools[row["school"]]
        follow(staff=built.staff[row["staff"]], school=school, grade=row["grade"])
    for row in district()["leave"]:
        be_on_leave(
            staff=built.staff[row["staff"]],
            first_day=anchor - row["starts_days_before"] * ONE_DAY,
            last_day=anchor + row["ends_days_after"] * ONE_DAY,
            substitute=built.staff[row["substitute"]],
            actor=built.account(row["entered_by"]),
        )
    for row in district()["feedback"]:
        _feedback(row, built, anchor, calendar)


def _fill_in_for_principal(built: Built, anchor: dt.date) -> None:
    """For some days around `anchor` the principal of one school approves for another too."""
    row = district()["stand_in"]
    staff = built.staff[row["staff"]]
    role = StaffRole(
        staff=staff,
        role=Role.PRINCIPAL,
        school=built.schools[row["school"]],
        starts_on=anchor - row["starts_days_before"] * ONE_DAY,
        until=anchor + row["ends_days_after"] * ONE_DAY,
    )
    role.full_clean()
    role.save()
    give_account_its_groups(staff=staff)


def _feedback(row: dict[str, Any], built: Built, anchor: dt.date, calendar: YearCalendar) -> None:
    """The school wants notes, and some of its teachers made some."""
    school, leader = built.schools[row["school"]], built.account(row["chosen_by"])
    feedback.choose(school=school, user=leader, wants=True)
    for each in row["notes"]:
        day = anchor
        for _step in range(each["school_days_before"]):
            day = calendar.school_day_before(day) or day
        feedback.note(
            user=built.account(each["by"]),
            classroom=built.classrooms[each["class"]],
            day=day,
            kind=each["kind"],
            pieces=each["pieces"],
        )


def announce_late_start(built: Built, anchor: dt.date) -> None:
    """At the top of the home page, on a school day about a week ago; it is over."""
    closed = no_school_dates(anchor - 30 * ONE_DAY)
    day = anchor - 8 * ONE_DAY
    while not is_working_day(day, closed):
        day -= ONE_DAY
    starts_at = dt.datetime.combine(day, FIVE, district_zone())
    banner = Banner(
        **words_of("late", day=day),
        starts_at=starts_at,
        ends_at=dt.datetime.combine(day, SIX, district_zone()),
    )
    keep_banner(banner=banner, user=built.account(OFFICE), at=starts_at)


def import_students(built: Built, anchor: dt.date) -> None:
    """The high-school students of the school year of `anchor`, by a file."""
    year = SchoolYear.objects.current(anchor)
    if year is None or not settings.STUDENT_EMAIL_DOMAINS:
        return
    importer = StudentImporter(year)
    file = "\n".join(["email,school,grade", *_lines(built)])
    importer.apply(importer.read("students.csv", file.encode()), user=built.account(OFFICE))


def _lines(built: Built) -> Iterator[str]:
    domain = settings.STUDENT_EMAIL_DOMAINS[0]
    schools = [page.title for page in built.schools.values() if page.kind in HIGH_SCHOOLS]
    for number in range(STUDENTS):
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number * 3 % len(FAMILY)]
        address = f"{given}.{family}{number + 1}@{domain}".lower()
        school = schools[-1 if number % 5 == 4 else 0]
        grade = HIGH_SCHOOL_GRADES[number % len(HIGH_SCHOOL_GRADES)]
        yield f"{address},{school},{grade}"
