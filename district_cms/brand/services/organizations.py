"""Keeping the district's organization and the schools' with their pages."""

from django.db import transaction

from ..models import Organization


@transaction.atomic
def keep_district(*, name: str) -> Organization:
    """The district's organization, made or renamed."""
    district, made = Organization.objects.get_or_create(
        kind=Organization.Kind.DISTRICT, defaults={"name": name}
    )
    return district if made else _renamed(district, name)


@transaction.atomic
def keep_school(*, organization_id: int | None, name: str) -> Organization:
    """A school's organization, made where there is none, or renamed."""
    if organization_id is None:
        return Organization.objects.create(kind=Organization.Kind.SCHOOL, name=name)
    return _renamed(Organization.objects.get(pk=organization_id), name)


def _renamed(organization: Organization, name: str) -> Organization:
    if organization.name != name:
        organization.name = name
        organization.save(update_fields=["name"])
    return organization
