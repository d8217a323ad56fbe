"""What people may show in a signature today."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from district_cms.brand.models import Organization
from district_cms.brand.selectors import LogoFile, logo_file
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from ..models import Entitlement, SignatureSettings


@dataclass(slots=True)
class Allowed:
    """The valid memberships, credentials and quotes of one person."""

    credentials: list[Entitlement] = field(default_factory=list)
    quotes: list[Entitlement] = field(default_factory=list)


def allowed_by_staff(staff_ids: Iterable[int], on: dt.date) -> dict[int, Allowed]:
    """Returns what is allowed by person, on a day in the district's time zone. Two queries."""
    reviewed = SignatureSettings.load().review_entitlements
    rows = Entitlement.objects.on(on).counting(reviewed=reviewed).filter(staff__in=staff_ids)
    by_person: dict[int, Allowed] = defaultdict(Allowed)
    for row in rows.select_related("organization").order_by("pk"):
        allowed = by_person[row.staff_id]
        (allowed.quotes if row.is_quote else allowed.credentials).append(row)
    return by_person


def logos_of(staff: Staff, on: dt.date) -> tuple[LogoFile, ...]:
    """Returns the logos that need no entitlement: of the district and of the person's schools. Two
    queries."""
    pages = Staff.schools.through.objects.filter(staff=staff).values("schoolpage_id")
    schools = SchoolPage.objects.live().public().filter(pk__in=pages)
    own = Q(kind=Organization.Kind.DISTRICT) | Q(school_page__in=schools)
    owners = Organization.objects.filter(own).order_by("kind", "name").values_list("pk", flat=True)
    logos = logo_file(owners, on)
    return tuple(logos[pk] for pk in owners if pk in logos)
