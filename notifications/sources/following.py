"""Which subscriptions concern some schools, or one class; and the classes of an account."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage
from classroom.presentation.running import running
from district_cms.activities.models import ActivityPage
from district_cms.people.models import User
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage


def following_schools(paths: Iterable[str] | None, today: dt.date) -> Q:
    """Of `Subscription`: those of a class that runs, an activity, a teacher, all classes or the
    notices of these schools, by their paths; None for every school. Asks nothing by itself."""
    below = Q() if paths is None else Q(pk__in=[])
    for path in paths or ():
        below |= Q(path__startswith=path)
    rooms = ClassroomPage.objects.live().filter(running(today))
    found = Q(scope="class", page_uuid__in=_keys(rooms.filter(below)))
    found |= Q(scope="teacher", page_uuid__in=_keys(TeacherPage.objects.live().filter(below)))
    found |= Q(scope="activity", page_uuid__in=_keys(ActivityPage.objects.live().filter(below)))
    schools = SchoolPage.objects.live().filter(below)
    return found | Q(scope__in=["school", "notices"], page_uuid__in=_keys(schools))


def following_class(room: ClassroomPage, today: dt.date) -> Q:
    """Of `Subscription`: those of this class, of one of its teachers at its school, or of all
    classes of the school. Asks nothing by itself."""
    school = school_path(room.path)
    teaching = ClassroomTeacher.objects.followed(today).filter(classroom=room)
    teachers = TeacherPage.objects.live().filter(
        staff__in=teaching.values("staff_id"), path__startswith=school
    )
    return (
        Q(scope="class", page_uuid=room.translation_key)
        | Q(scope="teacher", page_uuid__in=_keys(teachers))
        | Q(scope="school", page_uuid__in=_keys(SchoolPage.objects.live().filter(path=school)))
    )


def may_write_to(user: User) -> Any:
    """The ids of the classes whose pages the account may change, as a query."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return ClassroomPage.objects.filter(pk__in=pages.values("pk")).values("pk")


def _keys(pages: Any) -> Any:
    return pages.order_by().values("translation_key")
