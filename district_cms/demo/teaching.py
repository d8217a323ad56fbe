"""Building the demo's teachers' and classes' pages: in bulk, the rows that `publish_new_page` would
write. Who teaches what goes through its model, as the office's screen does it."""

import datetime as dt
from collections import Counter
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from classroom.models import ClassroomPage, ClassroomTeacher, ClassTemplateVersion, TeacherPage

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
    content, tables = district(), Tables()
    writer = PageWriter(tables, Chance(SEED, "pages"))
    add = partial(writer.add, user=built.office, at=timezone.now())
    number = Counter((row["teachers"][0]["staff"], row["school"]) for row in content["classes"])
    teachers: dict[tuple[str, str], TeacherPage] = {}
    for row in content["staff"]:
        for school in row["schools"] if row.get("slug") else ():
            page = _teacher_page(row, built)
            key = row["key"], school
            teachers[key] = add(page, parent=built.schools[school], children=number[key])
    written = {}
    for row in content["classes"]:
        version = templates[built.schools[row["school"]].kind]
        parent = teachers[row["teachers"][0]["staff"], row["school"]]
        written[row["key"]] = add(_classroom(row, built, version), parent=parent).pk
    for school in built.schools.values():
        school.numchild = writer.number_below(school)
        Page.objects.filter(pk=school.pk).update(numchild=school.numchild)
    tables.finish()
    pages = ClassroomPage.objects.in_bulk(written.values())
    built.classrooms |= {key: pages[pk] for key, pk in written.items()}


def _teacher_page(row: dict[str, Any], built: Built) -> TeacherPage:
    page = TeacherPage(
        title=row["page_title"],
        slug=row["slug"],
        staff=built.staff[row["key"]],
        introduction=rich(row["introduction"]),
    )
    check_without_advice(page)
    return page


def _classroom(row: dict[str, Any], built: Built, version: ClassTemplateVersion) -> ClassroomPage:
    school_year = built.school_year
    assert school_year is not None
    page = ClassroomPage(
        title=row["title"],
        slug=f"{school_year.slug}-{row['slug']}",
        subject=row["subject"],
        grade_levels=row["grade_levels"],
        section=row["section"],
        room=row["room"],
        school_year=school_year,
        contact_hours=row["contact_hours"],
        introduction=rich(row["introduction"]),
        started_from=version,
    )
    check_without_advice(page)
    return page


def _assign(row: dict[str, Any], built: Built) -> None:
    for teacher in row["teachers"]:
        assignment = ClassroomTeacher(
            classroom=built.classrooms[row["key"]],
            staff=built.staff[teacher["staff"]],
            part=teacher["part"],
        )
        assignment.full_clean()
        assignment.save()
