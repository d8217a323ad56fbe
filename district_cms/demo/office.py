"""Actions of the demo's office and schools, through the services that their screens call.

Stand-ins and leaves, schools where updates go live at once, notes on feedback, a snow day, the list
of students; accessibility settings and reports; reminders, explanations and authorizations.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils import timezone

from classroom.assignments.services import be_on_leave
from classroom.home import feedback
from classroom.home.caseload import follow
from classroom.ledger.at_deadline.views import posting_day_of
from classroom.ledger.refresh import district_zone
from classroom.models import ClassroomTeacher, PostingSlot
from classroom.reminders.rules import Kind
from classroom.reminders.selectors import days_of
from classroom.reminders.services import send_reminders
from district_cms.barriers.deadlines import is_working_day
from district_cms.barriers.models import BarrierReport
from district_cms.barriers.selectors import no_school_dates
from district_cms.barriers.services import answer_by_mail, notify_office, report_barrier, take_step
from district_cms.deviations.services.authorizations import grant, request_authorization
from district_cms.deviations.services.explanations import explain_day
from district_cms.moderation.models import ReviewSettings
from district_cms.moderation.standing_in import choose_stand_ins
from district_cms.people.models import StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.services import give_account_its_groups
from district_cms.procedure.cadence import YearCalendar
from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.wording import words_of
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import Banner, SchoolYear
from district_cms.students.rules import HIGH_SCHOOL_GRADES
from district_cms.students.services import StudentImporter
from district_cms.web.clock import clock_set_to

from .backdate import mails_written_at
from .content_files import district
from .pages import Built
from .school_year import FAMILY, GIVEN, ONE_DAY

OFFICE = "castellane"
FIVE, SIX = dt.time(5, 20), dt.time(18, 0)
STUDENTS = 40


def let_go_live_at_once(built: Built) -> None:
    """Sets the schools where updates go live at once and principals read them later."""
    schools = [built.schools[row["school"]] for row in district()["read_later"]]
    ReviewSettings.load().read_later_schools.set(schools)


def choose_for_schools(built: Built, anchor: dt.date, calendar: YearCalendar) -> None:
    """Applies all other choices of schools, as of `anchor`."""
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
    """Lets the principal of one school approve for another one too, for some days around
    `anchor`."""
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
    """Turns on feedback notes for a school, and adds notes of some teachers."""
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
    """Adds a banner on the home page, on a school day about a week ago; it has ended."""
    closed = no_school_dates(anchor - 30 * ONE_DAY)
    day = anchor - 8 * ONE_DAY
    while not is_working_day(day, closed):
        day -= ONE_DAY
    starts_at = dt.datetime.combine(day, FIVE, district_zone())
    words = words_of("late", day=day)
    banner = Banner(
        text_en=words["text_en"],
        text_es=words["text_es"],
        starts_at=starts_at,
        ends_at=dt.datetime.combine(day, SIX, district_zone()),
    )
    keep_banner(banner=banner, user=built.account(OFFICE), at=starts_at)


def import_students(built: Built, anchor: dt.date) -> None:
    """Imports the high-school students of the school year of `anchor` from a file."""
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


LATER = dt.timedelta(minutes=6)  # the worker's next run
REPORT_FIELDS = ("reference", "what", "page", "email", "phone")
LOOK_BACK = 60 * ONE_DAY


def report_all(built: Built, anchor: dt.date) -> None:
    """Fills in the settings, lets families report and the office act."""
    _settings(district()["accessibility"], anchor)
    user = built.account(OFFICE)
    for row in district()["barriers"]:
        report = _report(row, anchor)
        for step in row["steps"]:
            _step(report, step, _moment(anchor, step), user)


def working_day_before(day: dt.date, number: int) -> dt.date:
    """Returns the `number`th working day of the office before `day`."""
    no_school = no_school_dates(day - LOOK_BACK)
    while number:
        day -= ONE_DAY
        number -= is_working_day(day, no_school)
    return day


def _settings(row: dict[str, Any], anchor: dt.date) -> None:
    chosen = AccessibilitySettings.load()
    for name in ("federal_date", "answer_days", "contact_name", "contact_email", "contact_phone"):
        setattr(chosen, name, row[name])
    chosen.known_limits = "".join(row["known_limits"])
    chosen.prepared_on = anchor - dt.timedelta(weeks=10)
    chosen.full_clean()
    chosen.save()


def _moment(anchor: dt.date, row: dict[str, Any]) -> dt.datetime:
    day = working_day_before(anchor, row["days"])
    return dt.datetime.combine(day, dt.time(row["hour"]), district_zone())


def _report(row: dict[str, Any], anchor: dt.date) -> BarrierReport:
    at = _moment(anchor, row)
    report = report_barrier(
        **{name: row.get(name, "") for name in REPORT_FIELDS},
        uses=row["uses"],
        language=row["language"],
        now=at,
    )
    with mails_written_at(at + LATER):
        notify_office(now=at + LATER)
    return report


def _step(report: BarrierReport, row: dict[str, Any], at: dt.datetime, user: User) -> None:
    with mails_written_at(at):
        if row.get("mail"):
            answer_by_mail(report=report, text=row["note"], user=user, now=at)
        else:
            take_step(report=report, kind=row["kind"], note=row["note"], user=user, now=at)


SCHOOL = "juniper-creek"
# The second reason in the procedure, see its clause "deviation-reasons".
GROUND = "educational"
WORDS = (
    "Our unit fair was moved to that week, and the class spent its time on the projects. The "
    "update followed once the fair was over."
)
A_WEEK = dt.timedelta(days=7)
EXPLAINED = dt.time(15, 40)
TEACHER, PRINCIPAL, WAITS = "okafor", "solheim", "doyle"
REQUESTED, DECIDED = dt.timedelta(days=12), dt.timedelta(days=11)
LASTS = dt.timedelta(days=60)
MORNING = dt.time(7, 40)
TRIPS = (
    "On field trips there is no phone of the district on the bus, and families wait at school for "
    "the hour at which we are back."
)
READING = "What to read by when, to the group that the families of the class have already."
ANSWER = "Fine for the trips. Please write what the day was like on the class page."


def explain_one(built: Built, anchor: dt.date) -> None:
    """Explains the first late day of the school year at the school, if there is one."""
    school = built.schools[SCHOOL]
    days = PostingSlot.objects.filter(
        standing="late", day__lt=anchor - A_WEEK, classroom__path__startswith=school.path
    )
    slot = days.select_related("classroom").order_by("day", "pk").first()
    if slot is None or slot.day is None:
        return
    with clock_set_to(_days_after(slot.day, 2, EXPLAINED)):
        explain_day(about=posting_day_of(slot), user=_teacher(slot), ground=GROUND, words=WORDS)


def _teacher(slot: PostingSlot) -> User:
    teaches = ClassroomTeacher.objects.filter(classroom=slot.classroom).order_by("pk")
    user = teaches.select_related("staff__user")[0].staff.user
    assert user is not None
    return user


def _days_after(day: dt.date, later: int, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=later), hour))


def authorize_some(built: Built, anchor: dt.date) -> None:
    year = built.school_year
    if year is None or not year.contains(anchor):
        return
    last_day = min(anchor + LASTS, year.last_day)
    with _at(anchor - REQUESTED):
        row = request_authorization(
            user=built.account(TEACHER),
            resource="texts",
            purpose=TRIPS,
            reached="families of my classes, on days with a field trip",
            first_day=anchor - DECIDED,
            last_day=last_day,
        )
    with _at(anchor - DECIDED):
        grant(authorization=row, user=built.account(PRINCIPAL), last_day=last_day, answer=ANSWER)
    with _at(anchor - dt.timedelta(days=1)):
        request_authorization(
            user=built.account(WAITS),
            resource="app",
            service="GroupMe",
            purpose=READING,
            reached="families of English 7",
            first_day=anchor,
            last_day=last_day,
        )


@contextmanager
def _at(day: dt.date) -> Iterator[None]:
    moment = timezone.make_aware(dt.datetime.combine(day, MORNING))
    with clock_set_to(moment), mails_written_at(moment):
        yield


# When the queue's schedule writes them.
REMINDED_AT = dt.time(6, 9)


def remind_after_the_last_posting_day(anchor: dt.date) -> None:
    """Writes the reminders of the morning after it."""
    days = PostingSlot.objects.filter(day__lt=anchor).order_by("-day").values_list("day", flat=True)
    newest = days.first()
    if newest is None:
        return
    coming = (newest + dt.timedelta(days=number) for number in range(1, (anchor - newest).days + 1))
    morning = next((day for day in coming if days_of(day).get(newest) is Kind.AFTER), None)
    if morning is None:
        return
    with mails_written_at(timezone.make_aware(dt.datetime.combine(morning, REMINDED_AT))):
        send_reminders(today=morning)
