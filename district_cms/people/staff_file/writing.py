"""Writing what a list of staff changes: a few queries for a whole district."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from modelsearch.backends import get_search_backends

from district_cms.imports.plan import Change
from district_cms.schools.page_cache.writers import site_changed

from ..invitations.services import invite
from ..leaving.signals import accounts_ended
from ..models import Invitation, Staff, StaffRole, User
from ..models.staff import names_changed
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
    invited += _bring_accounts_in_line(written, {change.key[0]: change for change in changes})
    give_accounts_their_groups(people=written)
    gone = {change.key[0] for change in changes if change.after is None}
    renamed = [staff for staff in written if staff.former_family_name]
    if renamed:
        names_changed.send(sender=Staff, people=renamed)
    accounts_ended.send(sender=Staff, people=[staff for staff in written if staff.pk in gone])
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
            staff.last_day = None
        else:
            if not staff.active:
                staff.last_day = None  # comes back: an earlier last day ends nothing anymore
            for name, of_record in FIELDS.items():
                setattr(staff, name, getattr(change.after, of_record))
            staff.note_former_name()
            staff.source_id = change.after.source_id or None
        people.append(staff)
    return people


def invites_someone(changes: Sequence[Change]) -> bool:
    """Whether anyone gets an email about an account. Who has a password keeps it, and gets none."""
    return any(
        _asks_for_account(change) and not (change.after.has_password or change.after.ended)
        for change in changes
    )


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
    site_changed()
    # Roster ids are unique, and two of them may change places.
    Staff.objects.filter(pk__in=[staff.pk for staff in old]).update(source_id=None)
    Staff.objects.bulk_update(
        old, [*FIELDS, "former_family_name", "source_id", "user", "last_day"], batch_size=200
    )


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
    """Roles with dates stay as they are, but for one that is over and given again, and those of who
    comes back; so do all of who no longer works here."""
    staying = [(staff, change.after) for staff, change in pairs if change.after is not None]
    without_dates = StaffRole.objects.filter(starts_on=None, until=None)
    people = [staff for staff, _after in staying]
    without_dates.filter(staff__in=people).delete()
    back = [staff for staff, change in pairs if change.before and not change.before.active]
    StaffRole.objects.exclude(until__lt=timezone.localdate()).filter(staff__in=back).delete()
    given = {(staff.pk, *pair) for staff, after in staying for pair in after.roles}
    over = StaffRole.objects.filter(until__lt=timezone.localdate(), staff__in=people)
    again = [
        pk
        for pk, *pair in over.values_list("pk", "staff_id", "role", "school_id")
        if tuple(pair) in given
    ]
    StaffRole.objects.filter(pk__in=again).delete()
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role, school_id=school)
        for staff, after in staying
        for role, school in after.roles
    )


def _bring_accounts_in_line(people: Sequence[Staff], changes: Mapping[int, Change]) -> list[User]:
    """The name and the address of the record; who no longer works here signs in no more. Returns
    those whose invitation went to an address that is theirs no longer."""
    accounts, moved = [], []
    for staff in people:
        if staff.user is None:
            continue
        change, account = changes.get(staff.pk), staff.user
        account.first_name, account.last_name = staff.given_name, staff.family_name
        if change is not None and change.after is None:
            account.is_active = False
        elif change is not None and change.after.signs_in != change.before.signs_in:
            account.email = change.after.signs_in
            moved.append(account)
        accounts.append(account)
    fields = ["first_name", "last_name", "is_active", "email"]
    User.objects.bulk_update(accounts, fields, batch_size=200)
    waiting = set(
        Invitation.objects.filter(user__in=moved, accepted_at=None, revoked_at=None).values_list(
            "user_id", flat=True
        )
    )
    return [
        account
        for account in moved
        if account.pk in waiting and account.is_active and not account.has_usable_password()
    ]
