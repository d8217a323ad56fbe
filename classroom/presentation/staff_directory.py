"""The staff directory of a school, as a public page and in search.

Lists name, job title and the district's contact details, as the procedure names them for
signatures: nothing else about an employee.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_q.tasks import async_task

from district_cms.people.models import Staff, StaffRole
from district_cms.people.models.contact import is_district_address
from district_cms.people.roles import Role
from district_cms.people.selectors import principals_of
from district_cms.schools.banners.visible import notices
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.heads.redirects import school_or_redirect
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import SchoolPage
from district_cms.schools.search.sources import Entry, Facts, ListedItem, Listing, register_listing

from ..models import TeacherPage
from .pages import in_order

STAFF: Final = "staff"
PRINCIPAL_WORDS: Final = "principal principals office"


@require_safe
def directory(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows who works at a school. An old address redirects to the current one. Five queries."""
    school = school_or_redirect(request, slug, "staff_directory")
    if isinstance(school, HttpResponse):
        return school
    title = _("Staff")
    context = {
        "head": head_of_screen(
            request,
            title=f"{school.title_read}: {title}",
            description=_("Who works at %(school)s, and how to reach them.")
            % {"school": school.title_read},
            school=school.path,
        ),
        "school": {"title": school.title_read, "url": school.get_url(request)},
        "school_language": school.text("title").language,
        "people": people_of(school, request),
        "notices": notices(school.path),
    }
    return render(request, "classroom/directory/staff.html", context)


def people_of(school: SchoolPage, request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """Returns the active staff of a school as dicts of texts: principals first, then by last name.
    `url` is the person's own page, "" if there is none. Three queries."""
    pages = TeacherPage.objects.child_of(school).live().public()
    urls = {page.staff_id: page.get_url(request) for page in pages}
    principals = set(principals_of(school.pk).values_list("pk", flat=True))
    people = in_order(
        {
            "anchor": f"staff-{person.pk}",
            "name": person.full_name,
            "last_name": person.family_name,
            "first_name": person.given_name,
            "title": person.title,
            "email": person.email if is_district_address(person.email) else "",
            "phone": person.phone,
            "url": urls.get(person.pk, ""),
            "is_principal": person.pk in principals,
        }
        for person in _staff().filter(_works_at(school.pk)).distinct()
    )
    return sorted(people, key=lambda person: not person["is_principal"])


def describe_staff() -> Iterable[Entry]:
    """Yields the staff of public schools, once per school. Who has a page of their own there is
    found by it instead. Four queries."""
    schools = {school.pk: school for school in SchoolPage.objects.live().public()}
    teachers = TeacherPage.objects.live().public().values_list("staff_id", "path")
    own_pages = {(staff, path[: -TeacherPage.steplen]) for staff, path in teachers}
    for person, school_ids, led in _with_schools():
        for pk in sorted(school_ids & schools.keys()):
            if (person.pk, schools[pk].path) not in own_pages:
                words = PRINCIPAL_WORDS if pk in led else ""
                yield Entry(
                    pk,
                    "contact",
                    names=[person.full_name],
                    about=[person.title, words],
                    thing=f"{pk}.{person.pk}",
                )


def staff_facts(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
    """Returns the results of those who still work there. Four queries."""
    pairs = {key: tuple(map(int, key.split("."))) for key in keys}
    schools = SchoolPage.objects.live().public().in_bulk({pair[0] for pair in pairs.values()})
    people = {
        person.pk: (person, school_ids)
        for person, school_ids, _led in _with_schools({pair[1] for pair in pairs.values()})
    }
    found: dict[str, ListedItem] = {}
    for key, (school_id, staff_id) in pairs.items():
        person, school_ids = people.get(staff_id, (None, set()))
        school = schools.get(school_id)
        if person is None or school is None or school_id not in school_ids:
            continue
        phone = person.phone or school.phone
        found[key] = ListedItem(
            title=escape(person.full_name),
            plain_title=person.full_name,
            kind_label=person.title or _("Staff"),
            address=_address(school.slug),
            facts=Facts(details=[phone] if phone else [], whose=[title_read(school)]),
        )
    return found


def note_role(role: StaffRole) -> None:
    """Refreshes the listing after a change to a principal's role. Other changes are in the index
    the next morning."""
    if role.role == Role.PRINCIPAL:
        async_task("district_cms.schools.search.tasks.refresh_listing", STAFF)


def register() -> None:
    register_listing(STAFF, Listing(describe_staff, staff_facts))


def _address(slug: str) -> str:
    return reverse("staff_directory", args=[slug])


def _staff() -> Any:
    return Staff.objects.active().only(
        "given_name", "family_name", "title", "email", "phone", "active"
    )


def _works_at(school_id: int) -> Q:
    roles = StaffRole.objects.current().filter(school_id=school_id)
    return Q(schools=school_id) | Q(pk__in=roles.values("staff_id"))


def _with_schools(only: set[int] | None = None) -> Iterable[tuple[Staff, set[int], set[int]]]:
    """Yields (person, ids of the schools, ids of the schools they lead). Three queries."""
    people, roles = _staff(), StaffRole.objects.current().exclude(school=None)
    if only is not None:
        people, roles = people.filter(pk__in=only), roles.filter(staff__in=only)
    held: dict[int, set[int]] = {}
    led: dict[int, set[int]] = {}
    for staff_id, school_id, role in roles.values_list("staff_id", "school_id", "role"):
        held.setdefault(staff_id, set()).add(school_id)
        if role == Role.PRINCIPAL:
            led.setdefault(staff_id, set()).add(school_id)
    for person in people.prefetch_related("schools"):
        listed = {school.pk for school in person.schools.all()}
        yield person, listed | held.get(person.pk, set()), led.get(person.pk, set())
