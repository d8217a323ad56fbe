"""What is read together with the page of a class, an update or a school (`routing.read_along`)."""

import datetime as dt
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from district_cms.people.models import Staff
from district_cms.people.selectors import principals_of
from district_cms.schools.routing.read_along import as_text, read_along, register_reading
from district_cms.schools.search.words import for_sorting

from ..models import ClassroomTeacher, UpdatePage

TEACHING: Final = "teaching"
OF_THE_CLASS: Final = "updates_of_the_class"
PRINCIPALS: Final = "principals"
_PERSON: Final = ("given_name", "family_name", "title", "email", "phone")


def register() -> None:
    register_reading("classroom.classroompage", TEACHING, _teaching)
    register_reading("classroom.updatepage", TEACHING, _teaching_above)
    register_reading("classroom.updatepage", OF_THE_CLASS, _updates_of_the_class)
    register_reading("schools.schoolpage", PRINCIPALS, _principals)


def teaching_along(page: Page) -> list[ClassroomTeacher]:
    """Who teaches a class, or that of an update, today: as rows that were `named_for_families`."""
    found = []
    for fields in read_along(page, TEACHING):
        row = ClassroomTeacher(part=fields.pop("part"))
        row.page_title = fields.pop("page_title")
        row.staff = Staff(**fields)
        found.append(row)
    return found


def principals_along(page: Page) -> list[Staff]:
    """The principals of a school, by name."""
    found = [Staff(**fields) for fields in read_along(page, PRINCIPALS)]
    return sorted(found, key=by_name)


def by_name(staff: Staff) -> tuple[str, ...]:
    """For sorting: letters with accents beside those without; never two in another order."""
    names = (staff.family_name, staff.given_name, staff.email)
    return tuple(for_sorting(name) for name in names)


def updates_along(page: UpdatePage) -> list[UpdatePage]:
    """The updates of the same class that everyone may read, newest first, as its page lists them;
    each with what a link to it says."""
    found = [
        UpdatePage(
            page_ptr_id=fields["id"],
            depth=page.depth,
            locale_id=page.locale_id,
            **{**fields, "period_start": _day(fields["period_start"])},
        )
        for fields in read_along(page, OF_THE_CLASS)
    ]
    return sorted(found, key=lambda update: (update.period_start, update.path), reverse=True)


def _teaching(page: Page) -> "QuerySet[Any] | None":
    return _named(classroom_id=page.pk) if page.pk else None


def _teaching_above(page: Page) -> "QuerySet[Any] | None":
    if page.path:
        return _named(classroom__path=_class_path(page))
    # A page that is only previewed has no place in the tree yet.
    parent = page.get_parent()
    return _teaching(parent) if parent is not None else None


def _named(**of_class: Any) -> "QuerySet[Any]":
    rows = ClassroomTeacher.objects.current(timezone.localdate()).filter(**of_class)
    person = {name: F(f"staff__{name}") for name in _PERSON}
    return as_text(rows.named_for_families(), "part", "page_title", **person)


def _updates_of_the_class(page: Page) -> "QuerySet[Any] | None":
    if not page.pk:
        return None
    rows = UpdatePage.objects.live().filter(
        path__startswith=_class_path(page), depth=page.depth, view_restrictions=None
    )
    return as_text(rows, "id", "title", "url_path", "path", "language", "period_start")


def _principals(page: Page) -> "QuerySet[Any] | None":
    if not page.pk:
        return None
    return as_text(principals_of(page.pk), *_PERSON)


def _class_path(page: Page) -> str:
    return str(page.path[: -page.steplen])


def _day(text: str | None) -> dt.date:
    return dt.date.fromisoformat(text) if text else dt.date.min
