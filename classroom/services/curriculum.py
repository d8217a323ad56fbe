"""When a curriculum page leaves the site: which live updates link to it, and telling the teachers.

It is not refused: the office may have to take a page down at once. But it is said before, and the
people who can choose another page hear of it, whichever way it went.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import IntegerField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task
from wagtail.models import Page, ReferenceIndex

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url

from ..models import ClassroomPage, ClassroomTeacher, UpdatePage

TELL: Final = "classroom.tasks.tell_of_lost_links"


@dataclass(frozen=True, slots=True)
class Linking:
    """A live update of a class that still meets, and the accounts that hear of a broken link."""

    update: Page
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
    return _links(rows.annotate(page=Cast("object_id", IntegerField())).values("page"))


@transaction.atomic
def note_lost_links(*, page: Page, links: Links) -> None:
    """Record that a curriculum page to which live updates link is off the site, and have everyone
    told whose updates they are: by the queue, since a page may serve a whole district."""
    updates = [linking.update for linking in links.now]
    record(
        action="curriculum.links_lost",
        page=page,
        updates=[str(update.translation_key) for update in updates],
        older=links.older,
        told=len({user.pk for linking in links.now for user in linking.people}),
    )
    if updates:
        async_task(TELL, page.title, [update.pk for update in updates])


@transaction.atomic
def tell_of_lost_links(title: str, updates: Collection[int]) -> int:
    """Write to everyone whose live updates, given by their keys, link to a curriculum page that is
    off the site, one mail a person. Returns the number of mails."""
    told: dict[int, _Told] = {}
    for linking in _links(updates).now:
        line = _line(linking)
        for user in linking.people:
            told.setdefault(user.pk, _Told(user)).lines.append(line)
    office = DistrictSettings.kept()
    for each in told.values():
        drawn = draw(
            "classroom/email/curriculum_gone",
            subject=_("Your updates link to “%(title)s”, which is no longer on the site")
            % {"title": title},
            office=office,
            name=each.user.get_short_name(),
            title=title,
            lines=each.lines,
        )
        drawn.message(each.user.email).send()
    return len(told)


def _links(keys: Any) -> Links:
    """Of the updates with these keys, given one by one or as a query, the live ones."""
    # Their names and places: what stands on thousands of updates would be read for seconds.
    updates = list(
        Page.objects.type(UpdatePage)
        .filter(pk__in=keys, live=True)
        .only("path", "title", "translation_key")
        .order_by("path")
    )
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


def _teachers_of(classes: Iterable[ClassroomPage]) -> dict[str, list[User]]:
    people: dict[str, list[User]] = defaultdict(list)
    rows = ClassroomTeacher.objects.current().filter(
        classroom__in=list(classes), staff__active=True, staff__user__is_active=True
    )
    for row in rows.select_related("staff__user", "classroom").order_by("pk"):
        if row.staff.user is not None:
            people[row.classroom.path].append(row.staff.user)
    return people


def _reviewers(updates: list[Page], teachers: dict[str, Any]) -> dict[str, list[User]]:
    paths = {school_path(update.path) for update in updates if not teachers[_above(update)]}
    schools = Page.objects.filter(path__in=paths) if paths else ()
    return {school.path: reviewers_of(school.pk) for school in schools}


def _line(linking: Linking) -> dict[str, str]:
    edit = reverse("wagtailadmin_pages:edit", args=[linking.update.pk])
    return {
        "title": linking.update.title,
        "place": linking.class_title,
        "url": editor_url(edit),
    }


def _above(update: Page) -> str:
    return str(update.path[: -Page.steplen])
