"""What schools of the demo chose: who stands in, how updates go live, notes on feedback; and who
is away. By the services that the screens call."""

import datetime as dt
from typing import Any

from classroom.assignments.services import be_on_leave
from classroom.home.caseload.services import follow
from classroom.home.feedback import services as feedback
from district_cms.moderation.models import ReviewSettings
from district_cms.moderation.standing_in.services import choose_stand_ins
from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.people.services import give_account_its_groups
from district_cms.procedure.cadence import YearCalendar

from .content_files import district
from .pages import Built
from .school_year import ONE_DAY


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
