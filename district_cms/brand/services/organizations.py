"""Keeping the district's organization and the schools' with their pages, and professional ones."""

from django.db import transaction

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

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


@transaction.atomic
def keep_professional(*, organization: Organization, user: Account) -> Organization:
    """Save a professional organization that passed its checks."""
    stored = Organization.objects.filter(pk=organization.pk).first()
    organization.save()
    before = stored.name if stored else ""
    action = "organization.changed" if stored else "organization.added"
    record(action=action, actor=user, name=organization.name, before=before)
    return organization


@transaction.atomic
def delete_professional(*, organization: Organization, user: Account) -> None:
    """Delete one that nothing points to. Raises `ProtectedError` for any other."""
    record(action="organization.deleted", actor=user, name=organization.name)
    organization.delete()


def _renamed(organization: Organization, name: str) -> Organization:
    if organization.name != name:
        organization.name = name
        organization.save(update_fields=["name"])
    return organization
