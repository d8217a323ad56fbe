"""A posting day without an update in time: its teacher explained it."""

import datetime as dt

from django.utils import timezone

from classroom.ledger.at_deadline.posting_day import posting_day_of
from classroom.models import ClassroomTeacher, PostingSlot
from district_cms.deviations.services import explain_day
from district_cms.people.models import User
from district_cms.web.clock import clock_set_to

from ..pages import Built

SCHOOL = "juniper-creek"
# The procedure's second reason, see its clause "deviation-reasons".
GROUND = "educational"
WORDS = (
    "Our unit fair was moved to that week, and the class spent its time on the projects. The "
    "update followed once the fair was over."
)
A_WEEK = dt.timedelta(days=7)
EXPLAINED = dt.time(15, 40)


def explain_one(built: Built, anchor: dt.date) -> bool:
    """Whether there was such a day at the school, and it is over: the first of the school year."""
    school = built.schools[SCHOOL]
    days = PostingSlot.objects.filter(
        standing="late", day__lt=anchor - A_WEEK, classroom__path__startswith=school.path
    )
    slot = days.select_related("classroom").order_by("day", "pk").first()
    if slot is None or slot.day is None:
        return False
    with clock_set_to(_moment(slot.day, 2, EXPLAINED)):
        explain_day(about=posting_day_of(slot), user=_teacher(slot), ground=GROUND, words=WORDS)
    return True


def _teacher(slot: PostingSlot) -> User:
    teaches = ClassroomTeacher.objects.filter(classroom=slot.classroom).order_by("pk")
    user = teaches.select_related("staff__user")[0].staff.user
    assert user is not None
    return user


def _moment(day: dt.date, later: int, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=later), hour))
