"""A class goes on in the next school year: which may, and its new page and teachers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.publishing.answers import inherit_confirmations
from district_cms.publishing.mechanism import PublishBlocked
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.times import weekday_text

from ...addresses import class_name
from ...models import ClassroomPage, ClassroomTeacher, Leave, TeacherPage
from ...starting.selectors import newest_of
from ..handover import assign_for_each

Part = ClassroomTeacher.Part


@dataclass(frozen=True, slots=True)
class Offer:
    """One class of the year before. `teacher_page` is where it goes on unless someone chooses
    another one; None where it is not known to go on, and `why` says so."""

    classroom: ClassroomPage
    name: str
    teacher_page: TeacherPage | None
    why: str


def years_to_fill(today: dt.date) -> list[SchoolYear]:
    """The school years that are not over and have one before them, the farthest first."""
    years = list(SchoolYear.objects.order_by("first_day"))
    return [year for year in reversed(years[1:]) if year.last_day >= today]


def proposed(years: list[SchoolYear], today: dt.date) -> SchoolYear:
    """Of these years, the farthest first, the one that begins next; else the one that runs."""
    return next((year for year in reversed(years) if year.first_day > today), years[0])


def year_before(year: SchoolYear) -> SchoolYear | None:
    return SchoolYear.objects.filter(first_day__lt=year.first_day).order_by("-first_day").first()


def left_over(school: SchoolPage, before: SchoolYear, into: SchoolYear) -> QuerySet[ClassroomPage]:
    """The live classes of a school in the year before that nobody has continued in `into`."""
    continued = ClassroomPage.objects.filter(school_year=into, continues=OuterRef("pk"))
    classes = ClassroomPage.objects.live().filter(school_year=before).descendant_of(school)
    return classes.exclude(Exists(continued)).order_by("path")


def teacher_pages_at(school: SchoolPage, into: SchoolYear) -> list[TeacherPage]:
    """The pages of those who work at the school when the year begins."""
    pages = TeacherPage.objects.live().child_of(school).select_related("staff")
    here = pages.filter(Q(staff__last_day=None) | Q(staff__last_day__gte=into.first_day))
    return list(here.filter(staff__active=True).order_by("title", "pk"))


def offers_for(
    classes: Iterable[ClassroomPage],
    pages: list[TeacherPage],
    before: SchoolYear,
    into: SchoolYear,
) -> list[Offer]:
    """What is proposed for each of these classes of one school. Two queries."""
    found = list(classes)
    rows = rows_at_end(found, before)
    above = Page.objects.filter(path__in={_above(classroom) for classroom in found})
    titles = dict(above.values_list("path", "title"))
    return [
        _offer(classroom, titles[_above(classroom)], rows[classroom.pk], pages, before, into)
        for classroom in found
    ]


def _above(classroom: ClassroomPage) -> str:
    path: str = classroom.path[: -Page.steplen]
    return path


def rows_at_end(
    classes: Iterable[ClassroomPage], before: SchoolYear
) -> dict[int, list[ClassroomTeacher]]:
    """{class: who has it for good on the last day of its year, its teacher before co-teachers}."""
    rows = ClassroomTeacher.objects.current(before.last_day).filter(classroom__in=list(classes))
    by_class: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for row in rows.exclude(part=Part.SUBSTITUTE).select_related("staff").order_by("pk"):
        by_class[row.classroom_id].append(row)
    for found in by_class.values():
        found.sort(key=lambda row: row.part != Part.LEAD)
    return by_class


def is_there(staff: Staff, on: dt.date) -> bool:
    """Whether they still work here on that day, as far as is known."""
    return staff.active and (staff.last_day is None or staff.last_day >= on)


def _offer(
    classroom: ClassroomPage,
    now: str,
    rows: list[ClassroomTeacher],
    pages: list[TeacherPage],
    before: SchoolYear,
    into: SchoolYear,
) -> Offer:
    lead = next((row.staff for row in rows if row.part == Part.LEAD), None)
    page = _page_of(lead, classroom, pages) if lead is not None else None
    why = ""
    if classroom.ends_on is not None and classroom.ends_on < before.last_day:
        page, why = None, _("It ends on %(day)s.") % {"day": weekday_text(classroom.ends_on)}
    elif lead is None:
        why = _("Nobody teaches it when the year ends.")
    elif page is None and lead.last_day is not None and lead.last_day < into.first_day:
        facts = {"name": lead.full_name, "day": weekday_text(lead.last_day)}
        why = _("The last day of %(name)s is %(day)s.") % facts
    elif page is None and not lead.active:
        why = _("%(name)s does not work here anymore.") % {"name": lead.full_name}
    elif page is None:
        why = _("%(name)s has no live page at this school.") % {"name": lead.full_name}
    name = _("%(name)s (now %(teacher)s)") % {"name": class_name(classroom), "teacher": now}
    return Offer(classroom, name, page, why)


def _page_of(
    staff: Staff, classroom: ClassroomPage, pages: list[TeacherPage]
) -> TeacherPage | None:
    """The page below which the class is now where it is the teacher's own, else their first."""
    own = [page for page in pages if page.staff_id == staff.pk]
    here = (page for page in own if page.path == _above(classroom))
    return next(here, own[0] if own else None)


went_on = Signal()


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
    assign_for_each(Leave.objects.filter(staff__in=parts, last_day__gte=into.first_day))
    return any(row.staff_id == lead.pk and row.part == Part.LEAD for row in rows)
