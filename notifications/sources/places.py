"""The pages to which one can subscribe, and who decides whether a class offers it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage
from classroom.selectors import own_classrooms
from district_cms.people.models import User
from district_cms.schools.models import SchoolPage

from .classes import running, runs_on

PAGE_TYPES: dict[str, Any] = {"class": ClassroomPage, "teacher": TeacherPage, "school": SchoolPage}


@dataclass(frozen=True, slots=True)
class Place:
    """A page to which one can subscribe: what it is called, where it belongs, whether any of its
    classes offers mail today."""

    scope: str
    page: UUID
    title: str
    school: str
    url: str
    offers: bool
    source: Any  # the page itself, for the audit trail


def place(scope: str, page_uuid: UUID, today: dt.date | None = None) -> Place | None:
    """The public page of this scope and UUID; None where there is none."""
    model = PAGE_TYPES.get(scope)
    found = (
        model.objects.live().public().filter(translation_key=page_uuid).first() if model else None
    )
    return place_of(scope, found, today) if found is not None else None


def place_of(scope: str, page: Page, today: dt.date | None = None) -> Place:
    """The same of a page that is at hand. Two queries; three for a class."""
    today = today or timezone.localdate()
    chain = page.ancestor_chain
    school = next((above.title for above in chain if above.specific_class is SchoolPage), "")
    title = page.title
    rooms = ClassroomPage.objects.live().filter(running(today), mail_offer__offered=True)
    if scope == "class":
        # Read with the page itself where it is served: see `ready.connect`.
        title = class_name(page)
        offers = page.live and runs_on(page, today) and offers_mail(page)
    elif scope == "teacher":
        rows = ClassroomTeacher.objects.current(today).filter(staff_id=page.staff_id)
        above = page.path[: -page.steplen]
        rooms = rooms.filter(pk__in=rows.values("classroom_id"), path__startswith=above)
    else:
        rooms = rooms.descendant_of(page)
    if scope != "class":
        offers = rooms.exists()
    return Place(
        scope=scope,
        page=page.translation_key,
        title=title,
        school=school,
        url=page.full_url or "",
        offers=offers,
        source=page,
    )


def places(wanted: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Place]:
    """Several at once, without those that are gone."""
    found = {(scope, page): place(scope, page) for scope, page in wanted}
    return {key: one for key, one in found.items() if one is not None}


def classes_to_switch(user: User) -> list[ClassroomPage]:
    """The classes of an account whose mail it may turn on and off on its home screen."""
    return list(own_classrooms(user).select_related("mail_offer"))


def classroom(pk: int) -> ClassroomPage | None:
    """A class by its id, for the teacher's switch."""
    found: ClassroomPage | None = ClassroomPage.objects.filter(pk=pk).first()
    return found


def read_with_class_pages(relation: str) -> None:
    """Let a class page be served together with a row of ours."""
    if relation not in ClassroomPage.select_when_served:
        ClassroomPage.select_when_served = (*ClassroomPage.select_when_served, relation)


def is_class(page: Page) -> bool:
    return page.specific_class is ClassroomPage


def offers_mail(room: ClassroomPage) -> bool:
    offer = getattr(room, "mail_offer", None)
    return bool(offer is not None and offer.offered)


def may_switch(user: User, page: Page) -> bool:
    """Whoever may edit the class page decides whether it offers mail."""
    return bool(page.permissions_for_user(user).can_edit())
