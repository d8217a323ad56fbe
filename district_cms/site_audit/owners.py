"""The owners of pages. Apps that depend on this one know the teachers of a page and register
themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from wagtail.models import Page

from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage

OwnerSource = Callable[[Sequence[Page]], dict[int, str]]

_sources: list[OwnerSource] = []


def register_owners(source: OwnerSource) -> None:
    """Registers a source that returns the teachers of the pages it knows: {id: "Elena Rivera"}.

    Registering one twice changes nothing.
    """
    if source not in _sources:
        _sources.append(source)


def teachers_of(pages: Sequence[Page]) -> dict[int, str]:
    """Returns {id of a page: names of its teachers}, for pages with teachers. A few queries."""
    named: dict[int, str] = {}
    for source in _sources:
        named.update(source(pages))
    return named


def schools_of(pages: Sequence[Page]) -> dict[int, str]:
    """Returns {id of a page: title of its school}. One query."""
    titles = dict(SchoolPage.objects.values_list("path", "title"))
    by_page = {page.pk: titles.get(school_path(page.path), "") for page in pages}
    return {pk: title for pk, title in by_page.items() if title}


def principals() -> dict[str, str]:
    """Returns {tree path of a school: names of its principals}. One query."""
    names: dict[str, list[str]] = {}
    rows: Any = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL, staff__active=True, school__isnull=False
    )
    for row in rows.select_related("staff", "school").order_by("staff__family_name", "pk"):
        names.setdefault(row.school.path, []).append(row.staff.full_name)
    return {path: ", ".join(people) for path, people in names.items()}
