"""Titles, descriptions and structured data of teacher, class and update pages."""

from typing import Any
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.schools.heads import head


def teacher_description(name: str, school: str) -> str:
    text = _("%(name)s at %(school)s: classes, their updates, and how to get in touch.")
    return text % {"name": name, "school": school}


def whose(context: dict[str, Any]) -> str:
    """Returns "Ms. Rivera, Mr. Okafor": who teaches the class today."""
    return ", ".join(dict.fromkeys(each["name"] for each in context["teachers"]))


def class_description(name: str, context: dict[str, Any], school: str) -> str:
    """Returns "Math 3, Period 2 with Ms. Rivera at Juniper Creek Elementary: …"."""
    teachers = whose(context)
    words = {"class": name, "teachers": teachers, "school": school}
    if not teachers:
        return _("%(class)s at %(school)s: what we are learning, assignments and dates.") % words
    return (
        _("%(class)s with %(teachers)s at %(school)s: what we are learning, assignments and dates.")
        % words
    )


def update_description(context: dict[str, Any], school: str) -> str:
    """Returns "Class update of Math 3 at Juniper Creek Elementary, Tuesday, November 24 to …"."""
    words = {
        "class": context["classroom"]["title"],
        "school": school,
        "days": context["period_label"],
    }
    if not words["days"]:
        return _("Class update of %(class)s at %(school)s.") % words
    return _("Class update of %(class)s at %(school)s, %(days)s.") % words


def class_structured_data(
    *, name: str, description: str, language: str, context: dict[str, Any], url: str
) -> list[head.Thing]:
    """Returns the class as a course of its school, with its next dates."""
    at = _school(context, url)
    if at is None:
        return []
    course = head.course(
        name=name,
        url=url,
        description=description,
        grade=context["grade_label"],
        subject=context["subject_label"],
        language=language,
        at=at,
    )
    return [course, *_events(context["coming_up"], url, at)]


def events_at_school(context: dict[str, Any], dates: Any, url: str) -> list[head.Thing]:
    """Returns the events in `dates` of a page below a school's page, at the absolute address
    `url`."""
    at = _school(context, url)
    return _events(dates, url, at) if at is not None else []


def events_beyond_class(
    page: Any, context: dict[str, Any], dates: Any, url: str
) -> list[head.Thing]:
    """Returns the same for an activity or news, which may belong to the district itself."""
    if page.school_title:
        return events_at_school(context, dates, url)
    crumbs = context["breadcrumbs"][:1]
    home = [head.district(name=crumb["title"], url=urljoin(url, crumb["url"])) for crumb in crumbs]
    return _events(dates, url, home[0]) if home else []


def _school(context: dict[str, Any], url: str) -> head.Thing | None:
    crumbs = context["breadcrumbs"][1:]
    if not crumbs:
        return None
    return head.school(name=crumbs[0]["title"], url=urljoin(url, crumbs[0]["url"]))


def _events(dates: Any, url: str, at: head.Thing) -> list[head.Thing]:
    """Returns events with all details that everyone may see, in the district's time zone."""
    return head.events(dates, zone=timezone.get_default_timezone(), url=url, at=at)
