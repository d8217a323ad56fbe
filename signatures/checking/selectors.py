"""What the district knows about the authors of signatures, for the check."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from district_cms.brand.models import Organization
from district_cms.brand.selectors import files_by_hash, known_addresses, statements_of
from district_cms.deviations.models import Authorization
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from ..allowed import credentials_by_staff, quotes_by_staff
from ..models import SignatureSettings
from ..policy import Phone, Record
from .registry import Registry

NOBODY: Final = 0


def record_of(staff: Staff, district: str) -> Record:
    """The staff record, as far as a signature is held against it; `district` is its name."""
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=district,
        email=staff.email,
        phones=(Phone(staff.phone),) if staff.phone else (),
    )


def registry_of(staff: Staff | None, hashes: Collection[str], on: dt.date) -> Registry:
    """What is known about one author on a day in the district's zone; None for somebody who has no
    staff record."""
    people = [staff] if staff else []
    return registries_of(people, hashes, on)[staff.pk if staff else NOBODY]


def registries_of(
    people: Collection[Staff], hashes: Collection[str], on: dt.date
) -> dict[int, Registry]:
    """What is known about each author, by the staff record's id, and under `NOBODY` what holds for
    one whom nobody knows. `hashes` are those of the pictures whose bytes are at hand. A fixed
    number of queries, whatever the number of people."""
    ids = [person.pk for person in people]
    common: dict[str, Any] = {
        "addresses": known_addresses(on),
        "hashes": files_by_hash(hashes, on) if hashes else {},
        "hosts": own_hosts(),
        "email_domains": frozenset(settings.STAFF_EMAIL_DOMAINS),
        "asks_about_other_text": SignatureSettings.load().ask_about_other_text,
    }
    public = SchoolPage.objects.live().public()
    schools = public.values_list("title", "street", "city", "phone")
    common["phones"] = tuple(phone for *_rest, phone in schools if phone)
    common["places"] = tuple(text for *place, _phone in schools for text in place if text)
    of_district = set(
        Organization.objects.filter(kind=Organization.Kind.DISTRICT).values_list("pk", flat=True)
    )
    own = _school_organizations(ids)
    granted = Authorization.objects.granted_on(on).filter(staff__in=ids)
    authorized = list(granted.values_list("staff", "resource", "service"))
    credentials, quotes = credentials_by_staff(ids, on), quotes_by_staff(ids)
    statements = statements_of({*of_district, *(pk for each in own.values() for pk in each)}, on)
    found = {NOBODY: Registry(**common, texts=tuple(each.text for each in statements))}
    for pk in ids:
        held = credentials.get(pk, ())
        schools_and_district = of_district | own[pk]
        texts = (
            *(each.text for each in statements if each.organization_id in schools_and_district),
            *(text for each in held for text in (each.label, each.organization)),
            *(text for each in quotes.get(pk, ()) for text in (each.text, each.author)),
        )
        organizations = schools_and_district | {each.organization_id for each in held}
        found[pk] = Registry(
            **common,
            organizations=frozenset(organizations),
            texts=texts,
            authorized=frozenset((what, name) for who, what, name in authorized if who == pk),
        )
    return found


def own_hosts() -> frozenset[str]:
    """The hosts under which this website is reached."""
    named = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    return frozenset({named, *(host for host in settings.ALLOWED_HOSTS if "*" not in host)} - {""})


def _school_organizations(staff_ids: Collection[int]) -> dict[int, set[int]]:
    """The organizations of the schools where people work, by staff record."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Staff.schools.through.objects.filter(staff__in=staff_ids)
    for staff_id, organization_id in rows.values_list("staff", "schoolpage__organization"):
        if organization_id is not None:
            found[staff_id].add(organization_id)
    return found
