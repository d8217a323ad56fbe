"""Slugs and names of pages, and the addresses at which updates are written.

Slugs are made in code: readable, unique among siblings, never from roster keys."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from district_cms.schools.frame import school_path

ANOTHER_YEAR = re.compile(r"^\d{4}-\d{2}(-|$)")


def classroom_slug(classroom: Any) -> str:
    """Returns "2026-27-math-3": the school year, then the class's slug, or its title."""
    name = ANOTHER_YEAR.sub("", classroom.slug) or slugify(classroom.title) or "class"
    return free_slug(classroom, f"{classroom.school_year.slug}-{name}")


def update_slug(update: Any, today: dt.date | None = None) -> str:
    """Returns "2026-11-24": the day on which the update was started, in the district's time
    zone."""
    return free_slug(update, (today or timezone.localdate()).isoformat())


def class_name(classroom: Any) -> str:
    """Returns "Math 3, Period 2". The section is added unless the title already ends with it."""
    if not classroom.section or classroom.title.endswith(classroom.section):
        return str(classroom.title)
    return f"{classroom.title}, {classroom.section}"


def schools_if_several(classrooms: Iterable[Any]) -> dict[str, str]:
    """Returns {path of a school: its name} if these classes are at several schools, else {}. One
    query at most."""
    paths = {school_path(classroom.path) for classroom in classrooms}
    rows = Page.objects.filter(path__in=paths) if len(paths) > 1 else Page.objects.none()
    return dict(rows.values_list("path", "title"))


def class_name_at(classroom: Any, schools: Mapping[str, str]) -> str:
    """Returns "Reading 3, Juniper Creek Elementary" if the class's school is one of `schools`."""
    school = schools.get(school_path(classroom.path))
    return ", ".join(filter(None, (class_name(classroom), school)))


def class_and_year(classroom: Any, today: dt.date) -> str:
    """Returns the class's name, with the school year if that has not begun yet: "Math 3,
    2027-28"."""
    name, year = class_name(classroom), classroom.school_year
    return f"{name}, {year.name}" if year.first_day > today else name


def free_slug(page: Page, wanted: str) -> str:
    """Returns `wanted`, or `wanted-2` and so on if a sibling already has it."""
    parent = page.get_parent() if page.path else None
    if parent is None:
        return wanted
    siblings = Page.objects.child_of(parent).exclude(pk=page.pk)
    taken = set(siblings.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


MOST_CLASSES: Final = 40
"""The most classes for which one update can be started at once."""


def compose_url(classrooms: Iterable[Any]) -> str:
    """Returns the address of the form for a new update of these classes."""
    query = QueryDict(mutable=True)
    query.setlist("class", [str(classroom.pk) for classroom in classrooms])
    return f"{reverse('classroom_compose')}?{query.urlencode()}"


def continue_url(update: Any) -> str:
    """Returns the address at which its author continues a draft."""
    return reverse("classroom_compose_draft", args=[update.pk])
