"""A posting day that a teacher explained, and what two employees may use of their own: one
authorization that holds, one that waits."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from classroom.ledger.at_deadline.views import posting_day_of
from classroom.models import ClassroomTeacher, PostingSlot
from district_cms.deviations.services.authorizations import grant, request_authorization
from district_cms.deviations.services.explanations import explain_day
from district_cms.people.models import User
from district_cms.web.clock import clock_set_to

from .pages import Built
from .reminders import mails_written_at

SCHOOL = "juniper-creek"
# The procedure's second reason, see its clause "deviation-reasons".
GROUND = "educational"
WORDS = (
    "Our unit fair was moved to that week, and the class spent its time on the projects. The "
    "update followed once the fair was over."
)
A_WEEK = dt.timedelta(days=7)
EXPLAINED = dt.time(15, 40)
TEACHER, PRINCIPAL, WAITS = "okafor", "solheim", "doyle"
ASKED, DECIDED = dt.timedelta(days=12), dt.timedelta(days=11)
LASTS = dt.timedelta(days=60)
MORNING = dt.time(7, 40)
TRIPS = (
    "On field trips there is no phone of the district on the bus, and families wait at school for "
    "the hour at which we are back."
)
READING = "What to read by when, to the group that the families of the class have already."
ANSWER = "Fine for the trips. Please write what the day was like on the class page."


def explain_one(built: Built, anchor: dt.date) -> None:
    """The first late day of the school year at the school, if one is over."""
    school = built.schools[SCHOOL]
    days = PostingSlot.objects.filter(
        standing="late", day__lt=anchor - A_WEEK, classroom__path__startswith=school.path
    )
    slot = days.select_related("classroom").order_by("day", "pk").first()
    if slot is None or slot.day is None:
        return
    with clock_set_to(_moment(slot.day, 2, EXPLAINED)):
        explain_day(about=posting_day_of(slot), user=_teacher(slot), ground=GROUND, words=WORDS)


def _teacher(slot: PostingSlot) -> User:
    teaches = ClassroomTeacher.objects.filter(classroom=slot.classroom).order_by("pk")
    user = teaches.select_related("staff__user")[0].staff.user
    assert user is not None
    return user


def _moment(day: dt.date, later: int, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=later), hour))


def authorize_some(built: Built, anchor: dt.date) -> None:
    year = built.school_year
    if year is None or not year.contains(anchor):
        return
    last_day = min(anchor + LASTS, year.last_day)
    with _at(anchor - ASKED):
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
