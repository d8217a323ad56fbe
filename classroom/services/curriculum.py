"""When a curriculum page leaves the site: which live updates link to it, and telling the teachers.

It is not refused: the office may have to take a page down at once. But it is said before, and the
people who can choose another page hear of it, whichever way it went.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw

from ..models import ClassroomPage, ClassroomTeacher, UpdatePage


@dataclass(frozen=True, slots=True)
class Linking:
    """A live update of a class that still meets, and the accounts that hear of a broken link."""

    update: UpdatePage
    class_title: str
    people: tuple[User, ...]
    # Nobody teaches the class just now, so that its school is told.
    is_for_the_school: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """The live updates that link to some curriculum pages; `older` counts those of classes whose
    year is over: nobody is asked to change what stands in an archive."""

    now: tuple[Linking, ...] = ()
    older: int = 0

    def __bool__(self) -> bool:
        return bool(self.now or self.older)


@dataclass(slots=True)
class _Told:
    user: User
    lines: list[dict[str, str]] = field(default_factory=list)


def live_links_to(pages: Iterable[Page]) -> Links:
    """The live updates that link to any of these pages. At most six queries, and one a school where
    nobody teaches."""
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        base_content_type=page_type,
        to_content_type=page_type,
        to_object_id__in=[str(page.pk) for page in pages],
    )
    ids = {int(pk) for pk in rows.values_list("object_id", flat=True)}
    updates = list(UpdatePage.objects.filter(pk__in=ids, live=True).order_by("path"))
    if not updates:
        return Links()
    classes = {
        room.path: room
        for room in ClassroomPage.objects.filter(
            path__in={_above(update) for update in updates},
            school_year__last_day__gte=timezone.localdate(),
        )
    }
    current = [update for update in updates if _above(update) in classes]
    teachers = _teachers_of(classes.values())
    schools = _reviewers(current, teachers)
    now = [
        Linking(
            update,
            classes[_above(update)].title,
            tuple(teachers[_above(update)] or schools[school_path(update.path)]),
            is_for_the_school=not teachers[_above(update)],
        )
        for update in current
    ]
    return Links(tuple(now), len(updates) - len(current))


@transaction.atomic
def tell_of_lost_links(*, page: Page, links: Links) -> int:
    """Write to everyone whose live updates link to a curriculum page that is off the site, one mail
    a person. Returns the number of mails."""
    told: dict[int, _Told] = {}
    for linking in links.now:
        for user in linking.people:
            told.setdefault(user.pk, _Told(user)).lines.append(_line(linking))
    for each in told.values():
        drawn = draw(
            "classroom/email/curriculum_gone",
            subject=_("Your updates link to “%(title)s”, which is no longer on the site")
            % {"title": page.title},
            office=DistrictSettings.kept(),
            name=each.user.get_short_name(),
            title=page.title,
            lines=each.lines,
        )
        drawn.message(each.user.email).send()
    record(
        action="curriculum.links_lost",
        page=page,
        updates=[str(linking.update.translation_key) for linking in links.now],
        older=links.older,
        told=len(told),
    )
    return len(told)


def _teachers_of(classes: Iterable[ClassroomPage]) -> dict[str, list[User]]:
    people: dict[str, list[User]] = defaultdict(list)
    rows = ClassroomTeacher.objects.current().filter(
        classroom__in=list(classes), staff__active=True, staff__user__is_active=True
    )
    for row in rows.select_related("staff__user", "classroom").order_by("pk"):
        if row.staff.user is not None:
            people[row.classroom.path].append(row.staff.user)
    return people


def _reviewers(updates: list[UpdatePage], teachers: dict[str, Any]) -> dict[str, list[User]]:
    paths = {school_path(update.path) for update in updates if not teachers[_above(update)]}
    schools = Page.objects.filter(path__in=paths) if paths else ()
    return {school.path: reviewers_of(school.pk) for school in schools}


def _line(linking: Linking) -> dict[str, str]:
    edit = reverse("wagtailadmin_pages:edit", args=[linking.update.pk])
    return {
        "title": linking.update.title,
        "place": linking.class_title,
        "url": settings.WAGTAILADMIN_BASE_URL + edit,
    }


def _above(update: UpdatePage) -> str:
    return str(update.path[: -Page.steplen])
