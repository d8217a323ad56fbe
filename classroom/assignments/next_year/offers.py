"""Which classes may go on in a school year, and with whom: reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.times import weekday_text

from ...addresses import class_name
from ...models import ClassroomPage, ClassroomTeacher, TeacherPage

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
