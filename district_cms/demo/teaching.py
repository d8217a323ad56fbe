"""Building the demo's teachers' and classes' pages: in bulk, the rows that `publish_new_page` would
write. Who teaches what goes through its model, as the office's screen does it."""

import datetime as dt
from collections import Counter
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from classroom.models import ClassroomPage, ClassroomTeacher, ClassTemplateVersion, TeacherPage
from district_cms.schools.models import SchoolYear

from .appearance import approve_next_versions, build_class_templates
from .bulk.pages import PageWriter, check_without_advice
from .bulk.plan import Chance
from .bulk.tables import Tables
from .content_files import district, rich
from .pages import Built

SEED = 1


def build_classes(built: Built, *, first_day: dt.date) -> None:
    """Teachers' and classes' pages, and who teaches what, in a district that has its schools, staff
    and school year."""
    templates = build_class_templates(
        user=built.office, first_day=first_day, schools=built.schools.values()
    )
    _write_pages(built, templates)
    for row in district()["classes"]:
        _assign(row, built)
    approve_next_versions(user=built.office)


def _write_pages(built: Built, templates: dict[str, ClassTemplateVersion]) -> None:
    content, tables, year = district(), Tables(), built.school_year
    assert year is not None
    writer = PageWriter(tables, Chance(SEED, "pages"))
    add = partial(writer.add, user=built.office, at=timezone.now())
    number = Counter((row["teachers"][0]["staff"], row["school"]) for row in content["classes"])
    teachers = {}
    for row in content["staff"]:
        for school in row["schools"] if row.get("slug") else ():
            page = TeacherPage(
                title=row["page_title"],
                slug=row["slug"],
                staff=built.staff[row["key"]],
                introduction=rich(row["introduction"]),
            )
            check_without_advice(page)
            key = row["key"], school
            teachers[key] = add(page, parent=built.schools[school], children=number[key])
    written = {}
    for row in content["classes"]:
        version = templates[built.schools[row["school"]].kind]
        parent = teachers[row["teachers"][0]["staff"], row["school"]]
        page = classroom_page(row, year, version)
        check_without_advice(page)
        written[row["key"]] = add(page, parent=parent).pk
    for school in built.schools.values():
        school.numchild = writer.number_below(school)
        Page.objects.filter(pk=school.pk).update(numchild=school.numchild)
    tables.finish()
    pages = ClassroomPage.objects.in_bulk(written.values())
    built.classrooms |= {key: pages[pk] for key, pk in written.items()}


def classroom_page(
    row: dict[str, Any], year: SchoolYear, version: ClassTemplateVersion
) -> ClassroomPage:
    """The page of a class, not saved."""
    names = ("title", "subject", "grade_levels", "section", "room", "contact_hours")
    return ClassroomPage(
        **{name: row[name] for name in names},
        slug=f"{year.slug}-{row['slug']}",
        school_year=year,
        introduction=rich(row["introduction"]),
        started_from=version,
    )


def _assign(row: dict[str, Any], built: Built) -> None:
    for teacher in row["teachers"]:
        assignment = ClassroomTeacher(
            classroom=built.classrooms[row["key"]],
            staff=built.staff[teacher["staff"]],
            part=teacher["part"],
        )
        assignment.full_clean()
        assignment.save()
