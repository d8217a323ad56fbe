"""Writing what a list of staff changes: a few queries for a whole district."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from modelsearch.backends import get_search_backends

from district_cms.imports.plan import Change

from ..invitations.services import invite
from ..models import Staff, StaffRole, User
from ..services import give_accounts_their_groups
from .records import Record

FIELDS = {
    "given_name": "given",
    "family_name": "family",
    "title": "title",
    "email": "email",
    "active": "active",
}


@transaction.atomic
def write_records(changes: Sequence[Change], *, actor: Any) -> None:
    """Make the records as the changes say, with their accounts, roles and groups."""
    people = _records(changes)
    pairs = list(zip(people, changes, strict=True))
    invited = _give_accounts([staff for staff, change in pairs if _asks_for_account(change)])
    _save(people)
    _write_schools(pairs)
    _write_roles(pairs)
    rows = Staff.objects.filter(pk__in=[staff.pk for staff in people])
    written = list(rows.select_related("user").prefetch_related("roles"))
    _name_accounts(written)
    give_accounts_their_groups(people=written)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Staff, written)
    if invited:
        invite(accounts=invited, actor=actor)


def _records(changes: Sequence[Change]) -> list[Staff]:
    there = Staff.objects.in_bulk([change.key[0] for change in changes if change.key[0]])
    people = []
    for change in changes:
        staff = there.get(change.key[0]) or Staff()
        if change.after is None:
            staff.active = False
        else:
            for name, of_record in FIELDS.items():
                setattr(staff, name, getattr(change.after, of_record))
            staff.source_id = change.after.source_id or None
        people.append(staff)
    return people


def _asks_for_account(change: Change) -> bool:
    before: Record | None = change.before
    after: Record | None = change.after
    return after is not None and after.account and not (before is not None and before.account)


def _give_accounts(people: Sequence[Staff]) -> list[User]:
    """Each their account: the one of their address where it waits for its owner, else a new one.
    Returns those to invite: whoever has a password keeps it."""
    found = {
        user.email: user
        for user in User.objects.filter(email__in=[staff.email for staff in people], staff=None)
    }
    new = {staff.email: User(email=staff.email) for staff in people if staff.email not in found}
    for user in new.values():
        user.set_unusable_password()
    User.objects.bulk_create(new.values())
    for staff in people:
        staff.user = found.get(staff.email) or new[staff.email]
    without = [user for user in found.values() if not user.has_usable_password() and user.is_active]
    return [*new.values(), *without]


def _save(people: Sequence[Staff]) -> None:
    new = [staff for staff in people if staff.pk is None]
    old = [staff for staff in people if staff.pk is not None]
    Staff.objects.bulk_create(new)
    # Roster ids are unique, and two of them may change places.
    Staff.objects.filter(pk__in=[staff.pk for staff in old]).update(source_id=None)
    Staff.objects.bulk_update(old, [*FIELDS, "source_id", "user"], batch_size=200)


def _write_schools(pairs: Sequence[tuple[Staff, Change]]) -> None:
    at_schools: Any = Staff.schools.through
    staying = [(staff, change.after) for staff, change in pairs if change.after is not None]
    at_schools.objects.filter(staff__in=[staff for staff, _after in staying]).delete()
    at_schools.objects.bulk_create(
        at_schools(staff_id=staff.pk, schoolpage_id=school)
        for staff, after in staying
        for school in after.schools
    )


def _write_roles(pairs: Sequence[tuple[Staff, Change]]) -> None:
    """Roles with dates stay as they are, and so do those of who no longer works here."""
    staying = [(staff, change.after) for staff, change in pairs if change.after is not None]
    without_dates = StaffRole.objects.filter(starts_on=None, until=None)
    without_dates.filter(staff__in=[staff for staff, _after in staying]).delete()
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role, school_id=school)
        for staff, after in staying
        for role, school in after.roles
    )


def _name_accounts(people: Sequence[Staff]) -> None:
    accounts = []
    for staff in people:
        if staff.user is not None:
            staff.user.first_name, staff.user.last_name = staff.given_name, staff.family_name
            accounts.append(staff.user)
    User.objects.bulk_update(accounts, ["first_name", "last_name"], batch_size=200)
