"""Who follows schools and classes, and which pages have switches for email and texts."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from classroom.addresses import class_name
from classroom.assignments.leaving import assignments_of
from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage, UpdatePage
from classroom.presentation.running import running
from classroom.selectors import own_classrooms, updates_below
from district_cms.activities.models import ActivityPage
from district_cms.activities.selectors import led_by
from district_cms.people.models import Staff, User
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage

from ..models import Subscription


def following_schools(paths: Iterable[str] | None, today: dt.date) -> Q:
    """Selects the `Subscription`s at these schools (by path; None for every school): to a running
    class, an activity, a teacher, all classes, or the notices. Runs no query itself."""
    below = Q() if paths is None else Q(pk__in=[])
    for path in paths or ():
        below |= Q(path__startswith=path)
    rooms = ClassroomPage.objects.live().filter(running(today))
    selected = Q(scope="class", page_uuid__in=_keys(rooms.filter(below)))
    selected |= Q(scope="teacher", page_uuid__in=_keys(TeacherPage.objects.live().filter(below)))
    selected |= Q(scope="activity", page_uuid__in=_keys(ActivityPage.objects.live().filter(below)))
    schools = SchoolPage.objects.live().filter(below)
    return selected | Q(scope__in=["school", "notices"], page_uuid__in=_keys(schools))


def following_class(room: ClassroomPage, today: dt.date) -> Q:
    """Selects the `Subscription`s to this class, to one of its teachers at its school, or to all
    classes of the school. Runs no query itself."""
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
    """Returns the ids of the classes whose pages the account may change, as a query."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return ClassroomPage.objects.filter(pk__in=pages.values("pk")).values("pk")


def _keys(pages: Any) -> Any:
    return pages.order_by().values("translation_key")


_SWITCHED: tuple[Any, ...] = (ClassroomPage, ActivityPage)


def is_switched(page: Page) -> bool:
    """Returns True if a page's type has switches."""
    return page.specific_class in _SWITCHED


def name_of(page: Any) -> str:
    return class_name(page) if isinstance(page, ClassroomPage) else str(page.title)


def switched_page(pk: int) -> Any:
    """Returns a class or an activity by its id; None for any other page. At most two queries."""
    pages = (model.objects.filter(pk=pk).first() for model in _SWITCHED)
    return next((page for page in pages if page is not None), None)


def to_switch(user: User) -> list[Any]:
    """Returns the classes of an account, and the activities that it leads, whose switches are on
    its home screen. Two queries."""
    mine = own_classrooms(user).select_related("mail_offer")
    classes = mine.none() if user.teaches is False else mine
    return [*classes, *(page for page in led_by(user) if page.live)]


def last_updates(rooms: Iterable[Any]) -> dict[str, tuple[UUID, str]]:
    """Returns {path of the class: the key and title of its update that went live last}. One
    query."""
    rows = UpdatePage.objects.live().filter(updates_below(rooms)).order_by("first_published_at")
    found = rows.values_list("path", "translation_key", "title")
    return {path[: -Page.steplen]: (key, title) for path, key, title in found}


def may_switch(user: User, page: Page) -> bool:
    """Returns True for accounts that may edit the page: they decide whether it offers mail."""
    return bool(page.permissions_for_user(user).can_edit())


def read_with_pages(relation: str) -> None:
    """Make pages with switches load this related row when they are served."""
    for model in _SWITCHED:
        if relation not in model.select_when_served:
            model.select_when_served = (*model.select_when_served, relation)


def holdings(staff: Staff) -> Iterator[str]:
    keys = [row.classroom.translation_key for row in assignments_of(staff)]
    pages = TeacherPage.objects.filter(staff=staff).values("translation_key")
    followed = Q(page_uuid__in=keys) | Q(page_uuid__in=pages)
    rows = Subscription.objects.filter(followed, ended_at=None)
    number = rows.values("subscriber").distinct().count()
    if number:
        yield _("families who follow these classes: %(number)d; they go on following them") % {
            "number": number
        }
