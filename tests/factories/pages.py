"""Pages of the fictional district, live and through the gate unless a test says otherwise."""

import datetime as dt
from itertools import count
from typing import Any

from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage, UpdatePage
from district_cms.people.groups import apply_role_matrix
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import (
    CurriculumIndexPage,
    CurriculumPage,
    HomePage,
    NoSchoolDay,
    SchoolPage,
    SchoolYear,
    StandardPage,
)
from district_cms.schools.services.site import create_site

from .people import make_staff

_numbers = count(1)


def make_home(hostname: str = "localhost") -> HomePage:
    """Home page and site, with roles and the approval workflow in force."""
    home = create_site(name="Larkspur Valley Public Schools", hostname=hostname)
    apply_role_matrix()
    return home


def _add(parent: Any, page: Page) -> Any:
    page.live = False
    # What it uses is noted once, when it goes live, as it would be at each save.
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        revision = page.save_revision(log_action=False)
    revision.publish(log_action=False)
    return type(page).objects.get(pk=page.pk)


def make_school(home: Any, **fields: Any) -> SchoolPage:
    number = next(_numbers)
    values = {"title": f"School {number}", "slug": f"school-{number}", "kind": "elementary"}
    return _add(home, SchoolPage(**{**values, **fields}))


def make_standard_page(parent: Any, **fields: Any) -> StandardPage:
    number = next(_numbers)
    values = {
        "title": f"Page {number}",
        "slug": f"page-{number}",
        "body": [("prose", "<p>Plain words.</p>")],
    }
    return _add(parent, StandardPage(**{**values, **fields}))


def make_curriculum_page(home: Any, **fields: Any) -> CurriculumPage:
    section = CurriculumIndexPage.objects.first()
    if section is None:
        section = _add(home, CurriculumIndexPage(title="Curriculum", slug="curriculum"))
    number = next(_numbers)
    values = {
        "title": f"Grade 3 mathematics {number}",
        "slug": f"mathematics-{number}",
        "subject": "math",
        "grade_levels": ["03"],
        "body": [("prose", "<p>Numbers to 1,000.</p>")],
    }
    return _add(section, CurriculumPage(**{**values, **fields}))


def make_school_year(
    first_day: dt.date = dt.date(2026, 8, 31),
    last_day: dt.date = dt.date(2027, 6, 10),
    no_school: tuple[dt.date, ...] = (),
) -> SchoolYear:
    name = f"{first_day.year}-{(first_day.year + 1) % 100:02d}"
    year, created = SchoolYear.objects.get_or_create(
        name=name, defaults={"first_day": first_day, "last_day": last_day}
    )
    if created:
        for day in no_school:
            NoSchoolDay.objects.create(school_year=year, day=day, name="No school")
    return year


def make_teacher_page(school: SchoolPage, staff: Staff | None = None, **fields: Any) -> TeacherPage:
    staff = staff or make_staff((Role.TEACHER, school))
    number = next(_numbers)
    values = {"title": staff.full_name, "slug": f"teacher-{number}", "staff": staff}
    return _add(school, TeacherPage(**{**values, **fields}))


def make_classroom(
    teacher_page: TeacherPage, *, teachers: tuple[Staff, ...] | None = None, **fields: Any
) -> ClassroomPage:
    """A class of the school year 2026-27, taught by the owner of the teacher page."""
    number = next(_numbers)
    values = {
        "title": f"Math {number}",
        "subject": "math",
        "grade_levels": ["03"],
        "school_year": fields.pop("school_year", None) or make_school_year(),
    }
    classroom = _add(teacher_page, ClassroomPage(**{**values, **fields}))
    for staff in (teacher_page.staff,) if teachers is None else teachers:
        ClassroomTeacher.objects.create(classroom=classroom, staff=staff)
    return classroom


def update_content(curriculum_page: CurriculumPage, **fields: Any) -> dict[str, Any]:
    """Everything that an update needs to go live."""
    values: dict[str, Any] = {
        "title": "Fractions on a number line",
        "period_start": dt.date(2026, 11, 24),
        "period_end": dt.date(2026, 12, 7),
        "lesson": [("prose", "<p>We place halves and quarters on a number line.</p>")],
        "assignments": [
            (
                "assignment",
                {
                    "title": "Practice page 12",
                    "details": "<p>Draw three number lines.</p>",
                    "due": dt.date(2026, 12, 1),
                },
            )
        ],
        "curriculum": [("page", {"page": curriculum_page, "note": "Unit 3"})],
        "events_none": True,
    }
    return {**values, **fields}


def make_draft(classroom: ClassroomPage, *, owner: Any = None, **content: Any) -> UpdatePage:
    """An update that is not live; give it content that the gate refuses, if you like."""
    update = UpdatePage(live=False, owner=owner, **content)
    classroom.add_child(instance=update)
    update.save_revision(clean=False, log_action=False)
    return UpdatePage.objects.get(pk=update.pk)


def make_update(classroom: ClassroomPage, **content: Any) -> UpdatePage:
    """A live update."""
    with disable_reference_index_auto_update():
        update = make_draft(classroom, **content)
    update.get_latest_revision().publish()
    return UpdatePage.objects.get(pk=update.pk)
