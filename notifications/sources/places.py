"""The pages to which one can subscribe, and who decides whether a class offers it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage, UpdatePage
from classroom.selectors import own_classrooms
from district_cms.people.models import User
from district_cms.schools.models import SchoolPage

from .classes import running, runs_on

PAGE_TYPES: dict[str, Any] = {
    "class": ClassroomPage,
    "teacher": TeacherPage,
    "school": SchoolPage,
    "notices": SchoolPage,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page to which one can subscribe: what it is called, where it belongs, whether any of its
    classes offers mail today, and whether any offers texts. A school's notices always are."""

    scope: str
    page: UUID
    title: str
    school: str
    url: str
    offers: bool
    offers_texts: bool
    source: Any  # the page itself

    def offers_by(self, channel: str) -> bool:
        return self.offers_texts if channel == "text" else self.offers


def place(scope: str, page_uuid: UUID, today: dt.date | None = None) -> Place | None:
    """The public page of this scope and UUID; None where there is none."""
    return places([(scope, page_uuid)], today).get((scope, page_uuid))


def places(
    wanted: Iterable[tuple[str, UUID]], today: dt.date | None = None
) -> dict[tuple[str, UUID], Place]:
    """Several at once, without those that are gone. A query for each scope and one for the schools;
    one more for each teacher and each school."""
    by_scope: dict[str, set[UUID]] = {}
    for scope, page_uuid in wanted:
        by_scope.setdefault(scope, set()).add(page_uuid)
    found = [
        (scope, page)
        for scope, keys in by_scope.items()
        if scope in PAGE_TYPES
        for page in _public(scope).filter(translation_key__in=keys)
    ]
    above = {path for _scope, page in found for path in _paths_to(page)}
    schools = dict(SchoolPage.objects.filter(path__in=above).values_list("path", "title"))
    today = today or timezone.localdate()
    return {
        (scope, page.translation_key): _place(
            scope, page, next((schools[at] for at in _paths_to(page) if at in schools), ""), today
        )
        for scope, page in found
    }


def _public(scope: str) -> Any:
    pages = PAGE_TYPES[scope].objects.live().public()
    return pages.select_related("school_year", "mail_offer") if scope == "class" else pages


def _paths_to(page: Page) -> list[str]:
    """The paths of the pages above, and its own."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


def place_of(scope: str, page: Page) -> Place:
    """The same of a page that is being served."""
    chain = page.ancestor_chain
    school = next((above.title for above in chain if above.specific_class is SchoolPage), "")
    return _place(scope, page, school, timezone.localdate())


def _place(scope: str, page: Page, school: str, today: dt.date) -> Place:
    title = page.title
    rooms = ClassroomPage.objects.live().filter(running(today))
    if scope == "class":
        # Read with the page itself where it is served: see `ready.connect`.
        title = class_name(page)
        runs = page.live and runs_on(page, today)
        offers = runs and offers_mail(page)
        texts = runs and offers_texts(page)
    elif scope == "teacher":
        rows = ClassroomTeacher.objects.current(today).filter(staff_id=page.staff_id)
        above = page.path[: -page.steplen]
        rooms = rooms.filter(pk__in=rows.values("classroom_id"), path__startswith=above)
    elif scope == "school":
        rooms = rooms.descendant_of(page)
    else:
        offers = texts = True
    if scope in {"teacher", "school"}:
        on = Q(mail_offer__offered=True) | Q(mail_offer__by_text=True)
        switches = list(
            rooms.filter(on).values_list("mail_offer__offered", "mail_offer__by_text").distinct()
        )
        offers = any(by_mail for by_mail, _by_text in switches)
        texts = any(by_text for _by_mail, by_text in switches)
    return Place(
        scope=scope,
        page=page.translation_key,
        title=title,
        school=school,
        url=page.full_url or "",
        offers=offers,
        offers_texts=texts and bool(settings.TEXT_PROVIDER),
        source=page,
    )


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


def offers_texts(room: ClassroomPage) -> bool:
    offer = getattr(room, "mail_offer", None)
    return bool(offer is not None and offer.by_text)


def classes_offering(update_uuids: Iterable[UUID], channel: str) -> dict[UUID, bool]:
    """For each of these updates (UUIDs) that is there, whether its class offers the channel now.
    Two queries."""
    paths = UpdatePage.objects.filter(translation_key__in=list(update_uuids))
    classes = {
        key: path[: -Page.steplen] for key, path in paths.values_list("translation_key", "path")
    }
    switch = {"mail_offer__by_text": True} if channel == "text" else {"mail_offer__offered": True}
    rooms = ClassroomPage.objects.filter(path__in=set(classes.values()), **switch)
    offering = set(rooms.values_list("path", flat=True))
    return {key: path in offering for key, path in classes.items()}


def may_switch(user: User, page: Page) -> bool:
    """Whoever may edit the class page decides whether it offers mail."""
    return bool(page.permissions_for_user(user).can_edit())
