"""The district's data for the check of one author's signature."""

import datetime as dt
from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings

from district_cms.brand.models import Organization
from district_cms.brand.selectors import files_by_hash, known_addresses
from district_cms.deviations.models import Authorization
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from ..entitlements.selectors import allowed_by_staff
from ..policy import Phone, Record
from .findings import Registry


def record_of(staff: Staff, district: str) -> Record:
    """The staff record as a signature is compared with it; `district` is its name."""
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=district,
        email=staff.email,
        phones=(Phone(staff.phone),) if staff.phone else (),
    )


def registry_of(staff: Staff | None, hashes: Collection[str], on: dt.date) -> Registry:
    """`hashes` are those of embedded pictures, `on` a day in the district's zone. None is somebody
    without a staff record."""
    schools = SchoolPage.objects.live().public().exclude(phone="")
    named = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    hosts = {named, *(host for host in settings.ALLOWED_HOSTS if "*" not in host)} - {""}
    return Registry(
        addresses=known_addresses(on),
        hashes=files_by_hash(hashes, on) if hashes else {},
        hosts=frozenset(hosts),
        organizations=_organizations(staff, on) if staff else None,
        email_domains=frozenset(settings.STAFF_EMAIL_DOMAINS),
        phones=tuple(schools.values_list("phone", flat=True)),
        authorized=frozenset(
            Authorization.objects.granted_on(on)
            .filter(staff=staff)
            .values_list("resource", "service")
        )
        if staff
        else frozenset(),
    )


def _organizations(staff: Staff, on: dt.date) -> frozenset[int]:
    """The district, the person's schools, and the organizations of current memberships."""
    district = Organization.objects.filter(kind=Organization.Kind.DISTRICT)
    schools = staff.schools.exclude(organization=None)
    credentials = allowed_by_staff([staff.pk], on)[staff.pk].credentials
    return frozenset(
        {
            *district.values_list("pk", flat=True),
            *schools.values_list("organization", flat=True),
            *(each.organization_id for each in credentials if each.organization_id),
        }
    )
