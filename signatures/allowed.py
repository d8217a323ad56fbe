"""What a person may show in a signature today: memberships and credentials, quotes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from district_cms.brand.models import Organization
from district_cms.brand.selectors import LogoFile, logo_file
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from .models import Entitlement, Quote, SignatureSettings
from .states import counting_states


@dataclass(frozen=True, slots=True)
class Credential:
    """One membership or credential that counts.

    `organization_id` is 0 while the office has not listed the organization that was proposed:
    then there is no logo either.
    """

    entitlement_id: int
    organization_id: int
    organization: str
    label: str  # as printed: "National Board Certified Teacher" or "Member, NSTA"
    logo_id: int | None


@dataclass(frozen=True, slots=True)
class AllowedQuote:
    quote_id: int
    text: str
    author: str


def credentials_by_staff(
    staff_ids: Iterable[int], on: dt.date, settings: SignatureSettings | None = None
) -> dict[int, tuple[Credential, ...]]:
    """Those of each person that count on a day in the district's zone; two queries, whatever
    their number, and one where the settings are at hand."""
    reviewed = (settings or SignatureSettings.load()).review_entitlements
    rows = (
        _of(Entitlement.objects.on(on), staff_ids, reviewed=reviewed)
        .select_related("organization")
        .annotate(
            logo_id=Min("organization__logos", filter=Q(organization__logos__active=True)),
        )
        .order_by("pk")
    )
    found: dict[int, list[Credential]] = {}
    for row in rows:
        credential = Credential(
            entitlement_id=row.pk,
            organization_id=row.organization_id or 0,
            organization=row.organization_name,
            label=row.label,
            logo_id=row.logo_id,
        )
        found.setdefault(row.staff_id, []).append(credential)
    return {staff_id: tuple(credentials) for staff_id, credentials in found.items()}


def quotes_by_staff(
    staff_ids: Iterable[int], settings: SignatureSettings | None = None
) -> dict[int, tuple[AllowedQuote, ...]]:
    """The same for many people at once; as many queries."""
    reviewed = (settings or SignatureSettings.load()).review_quotes
    found: dict[int, list[AllowedQuote]] = {}
    for row in _of(Quote.objects.all(), staff_ids, reviewed=reviewed).order_by("pk"):
        quote = AllowedQuote(quote_id=row.pk, text=row.text, author=row.author)
        found.setdefault(row.staff_id, []).append(quote)
    return {staff_id: tuple(quotes) for staff_id, quotes in found.items()}


def logos_of(staff: Staff, on: dt.date) -> tuple[LogoFile, ...]:
    """Those that one has without asking: of the district, and of one's schools. Two queries."""
    pages = Staff.schools.through.objects.filter(staff=staff).values("schoolpage_id")
    schools = SchoolPage.objects.live().public().filter(pk__in=pages)
    own = Q(kind=Organization.Kind.DISTRICT) | Q(school_page__in=schools)
    owners = Organization.objects.filter(own).order_by("kind", "name").values_list("pk", flat=True)
    found = logo_file(owners, on)
    return tuple(found[pk] for pk in owners if pk in found)


def _of(rows: QuerySet, staff_ids: Iterable[int], *, reviewed: bool) -> QuerySet:
    return rows.filter(staff__in=staff_ids, state__in=counting_states(reviewed=reviewed))
