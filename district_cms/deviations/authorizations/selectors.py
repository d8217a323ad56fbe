"""Authorizations as screens ask for them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.site_audit.owners import teachers_of

from ..models import Authorization, Deviation
from .permissions import people_of, reads_all
from .rules import TOLD_BEFORE, longest_until

NEWS: Final = dt.timedelta(days=14)
"""How long a decision stands on the first screen of the person."""

PERSONAL: Final = ("district-senders", "personal-accounts")
"""The clauses of which an explanation may say “I used a personal phone”."""


def own(user: User) -> QuerySet[Authorization]:
    return Authorization.objects.filter(staff__user_id=user.pk).order_by("-last_day", "-pk")


def readable(user: User) -> QuerySet[Authorization]:
    """Those of others that the account may read: of whom it may authorize, and of its schools."""
    rows = Authorization.objects.select_related("staff__supervisor", "school")
    rows = rows.exclude(staff__user_id=user.pk)
    if reads_all(user):
        return rows
    at_schools = Q(school_id__in=school_ids_led_by(user))
    return rows.filter(at_schools | Q(staff__in=people_of(user)))


@dataclass(frozen=True, slots=True)
class OnHome:
    """What a first screen says: how many wait for the account, and of its own what was decided
    lately, and what ends soon."""

    to_decide: int
    own: list[Authorization]

    def __bool__(self) -> bool:
        return bool(self.to_decide or self.own)


def on_home(user: User, now: dt.datetime) -> OnHome:
    """One query. `now` is aware."""
    today, own_rows = timezone.localdate(now), Q(staff__user_id=user.pk)
    lately = Q(decided_at__gte=now - NEWS) | Q(ended_on__gte=today - NEWS)
    soon = Q(state="granted", last_day__range=(today, today + TOLD_BEFORE))
    waits = Q(state="asked", last_day__gte=today, staff__in=people_of(user))
    news = own_rows & (lately | soon) & ~Q(state="withdrawn")
    rows = list(Authorization.objects.filter(news | waits))
    to_decide = sum(row.state == "asked" for row in rows)
    return OnHome(to_decide=to_decide, own=[row for row in rows if row.state != "asked"])


def may_use(subject: Any) -> set[tuple[str, str]]:
    """What the author and the teachers of a page or a class notice may use today: each a resource
    and the name of a service or "", and the district's own numbers. At most five queries."""
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
    """The last one that an authorization from this day on may have. One query."""
    years = SchoolYear.objects.filter(last_day__gte=first_day).order_by("first_day")
    return longest_until(first_day, years.values_list("last_day", flat=True).first())


def with_authorization(rows: QuerySet[Deviation]) -> QuerySet[Deviation]:
    """Explanations that know whether an authorization was current on their day (`authorized`)."""
    held = Authorization.objects.granted_on(OuterRef("day")).filter(staff=OuterRef("staff"))
    return rows.annotate(authorized=Exists(held) & Q(requirement__in=PERSONAL))


def beside(rows: Iterable[Deviation]) -> dict[int, list[Authorization]]:
    """{id of an explanation: the authorizations that were current on its day}. One query, none
    where no explanation is about a personal resource."""
    about = [row for row in rows if row.requirement in PERSONAL and row.staff_id]
    if not about:
        return {}
    held = Authorization.objects.filter(
        state="granted", staff__in={row.staff_id for row in about}
    ).order_by("first_day", "pk")
    known = list(held)
    return {row.pk: [each for each in known if _held(each, row)] for row in about}


def _held(authorization: Authorization, row: Deviation) -> bool:
    last = authorization.ended_on or authorization.last_day
    return authorization.staff_id == row.staff_id and authorization.first_day <= row.day <= last


def holdings(staff: Staff) -> Iterator[str]:
    """What someone has who leaves. One query."""
    number = Authorization.objects.open(timezone.localdate()).filter(staff=staff).count()
    if number:
        yield ngettext(
            "%(number)d authorization to use a personal phone or account",
            "%(number)d authorizations to use a personal phone or account",
            number,
        ) % {"number": number}


def of_who_is_gone(today: dt.date) -> Iterable[Authorization]:
    """Those of people who work here no longer, or not at the school that it was for."""
    works = Staff.schools.through.objects.filter(
        staff=OuterRef("staff"), schoolpage=OuterRef("school")
    )
    gone = Q(staff=None) | Q(staff__active=False)
    moved = Q(school__isnull=False) & ~Q(Exists(works))
    rows = Authorization.objects.open(today).filter(gone | moved)
    return rows.select_related("staff__user", "staff__supervisor__user")
