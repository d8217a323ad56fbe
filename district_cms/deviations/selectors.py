"""Queries for explanations and authorizations, for screens and the publish gate."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.site_audit.owners import teachers_of

from .models import POSTING_DAY, Authorization, Deviation
from .permissions import (
    people_to_authorize,
    read_by,
    reads_all_authorizations,
    reads_all_explanations,
)
from .rules import longest_until

RECENT: Final = dt.timedelta(days=14)
"""How long an explanation or a decision is on first screens, and how early a coming end is."""

PERSONAL: Final = ("district-senders", "personal-accounts")
"""The clauses whose explanation may be “I used a personal phone”."""


def own_explanations(user: User) -> QuerySet[Deviation]:
    """Returns explanations of the account and questions to it: open questions first."""
    return Deviation.objects.filter(staff__user_id=user.pk).order_by(
        F("explained_at").desc(nulls_first=True), "-pk"
    )


def readable_explanations(user: User) -> QuerySet[Deviation]:
    """Returns other people's explanations that the account may read."""
    rows = Deviation.objects.select_related("staff__supervisor", "school")
    return rows if reads_all_explanations(user) else rows.filter(read_by(user))


def own_authorizations(user: User) -> QuerySet[Authorization]:
    return Authorization.objects.filter(staff__user_id=user.pk).order_by("-last_day", "-pk")


def readable_authorizations(user: User) -> Any:
    """Returns other people's authorizations that the account may read: of people it may authorize,
    and of its schools."""
    rows = Authorization.objects.select_related("staff__supervisor", "school")
    rows = rows.exclude(staff__user_id=user.pk)
    if reads_all_authorizations(user):
        return rows
    at_schools = Q(school_id__in=school_ids_led_by(user))
    return rows.filter(at_schools | Q(staff__in=people_to_authorize(user)))


def first_screen(user: User) -> dict[str, Any]:
    """Returns the news for a first screen. `asked`, `to_read` and `answered` are explanations;
    `to_decide` counts requests, `authorized` are the person's own authorizations that were decided
    recently or end soon. Two queries."""
    now = timezone.now()
    today, since, own = timezone.localdate(now), now - RECENT, Q(staff__user_id=user.pk)
    answered = own & Q(decided_at__gte=since)
    to_read = read_by(user) & Q(decision="", explained_at__gte=since, staff__isnull=False)
    rows = list(Deviation.objects.filter((own & Q(explained_at=None)) | answered | to_read))
    lately = Q(decided_at__gte=since) | Q(ended_on__gte=today - RECENT)
    soon = Q(state="granted", last_day__range=(today, today + RECENT))
    waits = Q(state="asked", last_day__gte=today, staff__in=people_to_authorize(user))
    news = own & (lately | soon) & ~Q(state="withdrawn")
    authorizations = list(Authorization.objects.filter(news | waits))
    return {
        "asked": [row for row in rows if row.explained_at is None],
        "to_read": sum(row.explained_at is not None and not row.decision for row in rows),
        "answered": [row for row in rows if row.decision],
        "to_decide": sum(row.state == "asked" for row in authorizations),
        "authorized": [row for row in authorizations if row.state != "asked"],
    }


def first_page(user: User) -> dict[str, Any]:
    """Returns the news for the first page of the staff area. No query for people with access to the
    editor."""
    return {} if user.has_perm("wagtailadmin.access_admin") else {"news": first_screen(user)}


def of_classes(classes: Iterable[uuid.UUID]) -> list[Deviation]:
    """Returns explanations and questions about posting days of these classes. One query."""
    return list(Deviation.objects.filter(class_uuid__in=list(classes)))


def days_explained(classes: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, dt.date]]:
    """Returns {(class, day)} of the explained posting days of these classes."""
    rows = of_classes(classes)
    return {(row.class_uuid, row.day) for row in rows if row.class_uuid and row.explained_at}


def nominal_dates_explained(first: dt.date, before: dt.date) -> set[tuple[uuid.UUID, dt.date]]:
    """Returns {(class, nominal date)} of the explained posting days from `first` until before
    `before`. One query."""
    rows = Deviation.objects.filter(
        requirement=POSTING_DAY, explained_at__isnull=False, day__gte=first, day__lt=before
    )
    named = rows.order_by().values_list("class_uuid", "nominal_date")
    return {(key, nominal) for key, nominal in named if key and nominal}


def people_to_ask(user: User) -> QuerySet[Staff]:
    """Returns people whom the account may ask: only people who can sign in and so answer."""
    theirs = Q(schools__in=school_ids_led_by(user)) | Q(supervisor__user_id=user.pk)
    rows = Staff.objects.active().filter(theirs, user__is_active=True).exclude(user_id=user.pk)
    return rows.distinct().order_by("family_name", "given_name")


def school_for(staff: Staff, user: User | None = None) -> SchoolPage | None:
    """Returns the school whose principals read it: one that the account leads, otherwise the
    first."""
    schools = list(staff.schools.order_by("title"))
    if user is not None:
        led = school_ids_led_by(user)
        schools.sort(key=lambda school: school.pk not in led)
    return schools[0] if schools else None


def with_authorizations(
    explanations: Iterable[Deviation],
) -> list[tuple[Deviation, list[Authorization]]]:
    """Returns each explanation with the authorizations that were valid on its day. One query; none
    if no explanation is about a personal resource."""
    rows = list(explanations)
    people = {row.staff_id for row in rows if row.requirement in PERSONAL and row.staff_id}
    granted: list[Authorization] = []
    if people:
        of_people = Authorization.objects.filter(state="granted", staff__in=people)
        granted = list(of_people.order_by("first_day", "pk"))
    return [(row, [each for each in granted if _was_current(each, row)]) for row in rows]


def _was_current(authorization: Authorization, row: Deviation) -> bool:
    last = authorization.ended_on or authorization.last_day
    same_person = authorization.staff_id == row.staff_id and row.requirement in PERSONAL
    return same_person and authorization.first_day <= row.day <= last


def may_use(subject: Any) -> set[tuple[str, str]]:
    """Returns what the author and the teachers of a page or a class notice may use today, as pairs
    of resource and service ("" for none), and the district's own numbers. At most five queries."""
    account = getattr(subject, "owner_id", None) or getattr(subject, "made_by_id", None)
    page = getattr(subject, "classroom", subject)
    named = teachers_of([page]) if isinstance(page, Page) and page.path else {}
    names = [name for teachers in named.values() for name in teachers.split(", ")]
    people = Q(staff__user_id=account, staff__user__isnull=False) | Q(who__in=names)
    rows = Authorization.objects.granted_on(timezone.localdate()).filter(people)
    numbers = [SchoolPage.objects.exclude(phone=""), Staff.objects.active().exclude(phone="")]
    own = {("phone", one) for of in numbers for one in of.values_list("phone", flat=True)}
    return own | set(rows.values_list("resource", "service"))


def last_day_from(first_day: dt.date) -> dt.date:
    """Returns the latest last day of an authorization that begins on `first_day`. One query."""
    years = SchoolYear.objects.filter(last_day__gte=first_day).order_by("first_day")
    return longest_until(first_day, years.values_list("last_day", flat=True).first())


def holdings(staff: Staff) -> Iterator[str]:
    """Yields the open authorizations of someone who leaves. One query."""
    number = Authorization.objects.open(timezone.localdate()).filter(staff=staff).count()
    if number:
        yield ngettext(
            "%(number)d authorization to use a personal phone or account",
            "%(number)d authorizations to use a personal phone or account",
            number,
        ) % {"number": number}


def authorizations_to_end(today: dt.date) -> Iterable[Authorization]:
    """Returns authorizations of people who no longer work here, or not at the school."""
    works = Staff.schools.through.objects.filter(
        staff=OuterRef("staff"), schoolpage=OuterRef("school")
    )
    gone = Q(staff=None) | Q(staff__active=False)
    moved = Q(school__isnull=False) & ~Q(Exists(works))
    rows = Authorization.objects.open(today).filter(gone | moved)
    return rows.select_related("staff__user", "staff__supervisor__user")
