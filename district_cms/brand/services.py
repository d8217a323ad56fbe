"""Keeping the district's organisation and the schools' with their pages."""

from django.db import transaction

from .models import Organisation


@transaction.atomic
def keep_district(*, name: str) -> Organisation:
    """The district's organisation, made or renamed."""
    district, made = Organisation.objects.get_or_create(
        kind=Organisation.Kind.DISTRICT, defaults={"name": name}
    )
    return district if made else _renamed(district, name)


@transaction.atomic
def keep_school(*, organisation_id: int | None, name: str) -> Organisation:
    """A school's organisation, made where there is none, or renamed."""
    if organisation_id is None:
        return Organisation.objects.create(kind=Organisation.Kind.SCHOOL, name=name)
    return _renamed(Organisation.objects.get(pk=organisation_id), name)


def _renamed(organisation: Organisation, name: str) -> Organisation:
    if organisation.name != name:
        organisation.name = name
        organisation.save(update_fields=["name"])
    return organisation
