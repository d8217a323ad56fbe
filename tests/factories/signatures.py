"""Memberships, credentials and quotes of employees."""

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from district_cms.brand.models import Organization
from district_cms.people.models import Staff
from signatures.entitlements.selectors import allowed_by_staff
from signatures.models import Entitlement

_numbers = count(1)
_LISTED: Any = object()
FAR: dt.date = dt.date(2099, 6, 30)


def make_professional(**fields: Any) -> Organization:
    """A professional organization of the office's list."""
    return Organization.objects.create(
        **{"name": f"Teachers of Subject {next(_numbers)}", "kind": "professional", **fields}
    )


def make_entitlement(*, organization: Any = _LISTED, **fields: Any) -> Entitlement:
    """A declared membership of `staff`."""
    if organization is _LISTED:
        organization = make_professional()
    values: dict[str, Any] = {
        "organization": organization,
        "basis": Entitlement.Basis.MEMBER,
        "label": "Member, Teachers of Science",
        "expires": FAR,
        "handed_in_at": timezone.now(),
    }
    return Entitlement.objects.create(**{**values, **fields})


def make_quote(**fields: Any) -> Entitlement:
    """A quote of `staff`."""
    values: dict[str, Any] = {
        "basis": Entitlement.Basis.QUOTE,
        "label": "Every child reads.",
        "author": "A. Librarian",
        "connection": "I run the library.",
        "handed_in_at": timezone.now(),
    }
    return Entitlement.objects.create(**{**values, **fields})


def credentials_of(staff: Staff, on: dt.date) -> list[Entitlement]:
    """What the person may show on this day."""
    return allowed_by_staff([staff.pk], on)[staff.pk].credentials


def quotes_of(staff: Staff) -> list[Entitlement]:
    """Those that the person may choose from."""
    return allowed_by_staff([staff.pk], timezone.localdate())[staff.pk].quotes
