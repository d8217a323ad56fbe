"""A class goes on in the next school year: a page of its own, and who teaches it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.publishing.answers import inherit_confirmations
from district_cms.publishing.mechanism import PublishBlocked
from district_cms.schools.models import SchoolYear

from ...addresses import class_name
from ...models import ClassroomPage, ClassroomTeacher, Leave, TeacherPage
from ...starting.selectors import newest_of
from ..giving import give_for_each
from .offers import Part, is_there, rows_at_end
from .signals import went_on

# What a class page says of the class; what holds for one year alone is not among it.
CARRIED = (
    "title",
    "subject",
    "grade_levels",
    "section",
    "room",
    "introduction",
    "good_to_know",
    "language",
)


# How to reach its teacher: of another one it stands on that person's record.
CONTACT = ("contact_email", "contact_phone", "contact_hours")


@dataclass(frozen=True, slots=True)
class GoneOn:
    """The class pages that were made, and those of them that the checks did not let go live."""

    live: list[ClassroomPage] = field(default_factory=list)
    drafts: list[ClassroomPage] = field(default_factory=list)


def begins_on(into: SchoolYear, today: dt.date) -> dt.date | None:
    """Today in a year that runs: nobody owes posting days of a page that was not there. None: with
    its year."""
    return today if into.first_day < today else None


@transaction.atomic
def go_on(
    *, chosen: Iterable[tuple[ClassroomPage, TeacherPage]], into: SchoolYear, actor: User
) -> GoneOn:
    """Make the page of each class in `into`, below the page of who teaches it then.

    What the checks refuse stays a draft. A class that someone has continued in the meantime is left
    as it is. Raises `PermissionDenied` where the account may not publish.
    """
    made = GoneOn()
    names = []
    for classroom, teacher_page in chosen:
        # Two people at once: one of them finds it done.
        before = ClassroomPage.objects.select_for_update(of=("self",)).get(pk=classroom.pk)
        if before.continued_by.filter(school_year=into).exists():
            continue
        page = _draft(before, teacher_page, into, actor)
        (made.live if _publish(page, before, actor) else made.drafts).append(page)
        same_teacher = _assign(page, before, teacher_page, into)
        went_on.send(
            sender=ClassroomPage,
            page=page,
            before=before,
            same_teacher=same_teacher,
            actor=actor,
        )
        names.append(f"{class_name(page)}: {teacher_page.staff.full_name}")
    if names:
        record(action="classes.went_on", actor=actor, school_year=into.name, classes=names)
    return made


def _draft(
    before: ClassroomPage, teacher_page: TeacherPage, into: SchoolYear, actor: User
) -> ClassroomPage:
    stays = before.get_parent().pk == teacher_page.pk
    page = ClassroomPage(
        **{name: getattr(before, name) for name in (*CARRIED, *(CONTACT if stays else ()))},
        slug=before.slug,
        school_year=into,
        starts_on=begins_on(into, timezone.localdate()),
        continues=before,
        started_from=newest_of(before.started_from, teacher_page.path),
        live=False,
        owner=actor,
    )
    teacher_page.add_child(instance=page)
    _keep_closed(page, before)
    return page


def _keep_closed(page: ClassroomPage, before: ClassroomPage) -> None:
    """Whoever may not read the class may not read this page: also where the door stands above the
    class, at a page that the new one is not below."""
    above = before.get_ancestors(inclusive=True)
    doors = PageViewRestriction.objects.filter(page__in=above)
    for door in doors.exclude(page__in=page.get_ancestors()):
        kept = PageViewRestriction.objects.create(
            page=page, restriction_type=door.restriction_type, password=door.password
        )
        kept.groups.set(door.groups.all())


def _publish(page: ClassroomPage, before: ClassroomPage, actor: User) -> bool:
    """Whether it is live now."""
    revision = page.save_revision(user=actor, log_action="wagtail.create")
    inherit_confirmations(source=before, targets=[page], user=actor)
    try:
        with transaction.atomic():
            revision.publish(user=actor)
    except PublishBlocked:
        return False
    return True


def _assign(
    page: ClassroomPage, before: ClassroomPage, teacher_page: TeacherPage, into: SchoolYear
) -> bool:
    """The teacher of the page, and last year's co-teachers who still work here; until their last
    day where one is known, and whoever substitutes for them on the days of a leave. Returns whether
    it is the same teacher as before."""
    lead = teacher_page.staff
    parts = {lead.pk: (lead, Part.LEAD)}
    rows = rows_at_end([before], before.school_year)[before.pk]
    for row in rows:
        if row.part == Part.CO_TEACHER and is_there(row.staff, into.first_day):
            parts.setdefault(row.staff_id, (row.staff, Part.CO_TEACHER))
    for staff, part in parts.values():
        row = ClassroomTeacher.objects.create(classroom=page, staff=staff, part=part)
        if staff.last_day is not None:
            # As it would have been when that day was said.
            row.end_with(staff.last_day, before=None)
    give_for_each(Leave.objects.filter(staff__in=parts, last_day__gte=into.first_day))
    return any(row.staff_id == lead.pk and row.part == Part.LEAD for row in rows)
