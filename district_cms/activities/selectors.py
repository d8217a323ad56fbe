"""Queries about activities that several screens need."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.people.models import Staff, User
from district_cms.people.selectors import schools_led_by
from district_cms.schools.frame import SCHOOL_DEPTH, school_path
from district_cms.schools.models import SchoolPage

from .models import ActivityLeader, ActivityPage
from .permissions import led_ids

ACTIVITY_DEPTH = SCHOOL_DEPTH + 1


def led_by(user: User) -> tuple[ActivityPage, ...]:
    """Returns the activities that the account leads, by title. Cached on the account."""
    if user.activities_led is None:
        pages = ActivityPage.objects.filter(pk__in=led_ids(user)).order_by("title", "path")
        if ActivityPage.select_when_served:
            pages = pages.select_related(*ActivityPage.select_when_served)
        user.activities_led = tuple(pages)
    return user.activities_led


def at_schools_of(user: User) -> tuple[list[SchoolPage], list[ActivityPage]]:
    """Returns the schools that the account leads, and their activities by title. Two queries."""
    schools = list(schools_led_by(user))
    if not schools:
        return [], []
    below = ActivityPage.objects.annotate(
        school=Left("path", Length("path") - ActivityPage.steplen)
    ).filter(school__in=[school.path for school in schools])
    return schools, list(below.order_by("title", "path"))


def holdings(staff: Staff) -> Iterator[str]:
    """Yields what a person leads, for the screen for people who leave. One query."""
    rows = ActivityLeader.objects.filter(staff=staff).order_by("activity__title", "pk")
    titles = ", ".join(rows.values_list("activity__title", flat=True))
    if titles:
        yield _("posts to: %(titles)s") % {"titles": titles}


def staff_of(activity: ActivityPage) -> QuerySet[Staff]:
    """Returns the staff who can be chosen to post: active members of the school with an account,
    and its leaders."""
    school = school_path(activity.path)
    here = Q(schools__path=school) | Q(roles__school__path=school) | Q(leading__activity=activity)
    people = Staff.objects.filter(here, active=True, user__isnull=False)
    return people.distinct().order_by("family_name", "given_name")


def leaders_of(pages: Sequence[Page]) -> dict[int, str]:
    """Returns {page id: "Elena Rivera, Kofi Mensah"} of activities and their posts. One query."""
    above = {str(page.path[: Page.steplen * ACTIVITY_DEPTH]): page.pk for page in pages}
    people: dict[str, list[str]] = defaultdict(list)
    rows = ActivityLeader.objects.working().filter(activity__path__in=above)
    for row in rows.select_related("staff", "activity").order_by("pk"):
        people[row.activity.path].append(row.staff.full_name)
    return {
        page.pk: ", ".join(names)
        for page in pages
        if (names := people.get(str(page.path[: Page.steplen * ACTIVITY_DEPTH])))
    }
