"""Writes the changes of a staff file: a few queries for a whole district."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, ClassVar, Final, override

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from modelsearch.backends import get_search_backends

from district_cms.audit_log.services import record
from district_cms.imports.importer import LABELS, DisplayedCell, DisplayedChange, Importer
from district_cms.imports.reading import (
    Change,
    Collector,
    FileCell,
    Kind,
    Plan,
    compare,
    in_order,
    plain_word,
    refuse_shrinking,
)
from district_cms.schools.models import SchoolPage
from district_cms.schools.page_cache.writers import site_changed

from ..invitations.services import has_provider, invite
from ..leaving import accounts_ended
from ..models import Invitation, Staff, StaffRole, User
from ..models.contact import district_domains
from ..permissions import unmanageable_accounts
from ..roles import Role
from ..roles.matrix import REVIEWS, ROLE_MATRIX
from ..services import account_changes, give_accounts_their_groups
from .comparing import Comparing, Record, accounts_by_address, known_records
from .rows import SENTENCES, StaffRows, cells_by_line, parse_staff

FIELDS = {
    "given_name": "given",
    "family_name": "family",
    "title": "title",
    "email": "email",
    "active": "active",
}


@transaction.atomic
def write_records(changes: Sequence[Change], *, actor: Any) -> None:
    """Writes the changed records, with their accounts, roles and groups."""
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
    accounts_ended.send(sender=Staff, people=[staff for staff in written if staff.pk in gone])
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Staff, written)
    if invited and not has_provider():
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
                staff.last_day = None  # returns: the earlier last day no longer ends anything
            for name, of_record in FIELDS.items():
                setattr(staff, name, getattr(change.after, of_record))
            staff.source_id = change.after.source_id or None
        people.append(staff)
    return people


def invites_someone(changes: Sequence[Change]) -> bool:
    """Returns True if anyone gets an email about an account. People with a password keep it and get
    none."""
    return not has_provider() and any(
        _asks_for_account(change) and not (change.after.has_password or change.after.ended)
        for change in changes
    )


def _asks_for_account(change: Change) -> bool:
    before: Record | None = change.before
    after: Record | None = change.after
    return after is not None and after.account and not (before is not None and before.account)


def _give_accounts(people: Sequence[Staff]) -> list[User]:
    """Gives each person an account: an existing one with their address and no record, or a new one.
    Returns the accounts to invite; those with a password keep it and are not invited."""
    existing = {
        user.email: user
        for user in User.objects.filter(email__in=[staff.email for staff in people], staff=None)
    }
    new = {staff.email: User(email=staff.email) for staff in people if staff.email not in existing}
    for user in new.values():
        user.set_unusable_password()
    User.objects.bulk_create(new.values())
    for staff in people:
        staff.user = existing.get(staff.email) or new[staff.email]
    without = [
        user for user in existing.values() if not user.has_usable_password() and user.is_active
    ]
    return [*new.values(), *without]


def _save(people: Sequence[Staff]) -> None:
    new = [staff for staff in people if staff.pk is None]
    old = [staff for staff in people if staff.pk is not None]
    Staff.objects.bulk_create(new)
    site_changed()
    # Roster ids are unique, and two people may swap theirs.
    Staff.objects.filter(pk__in=[staff.pk for staff in old]).update(source_id=None)
    Staff.objects.bulk_update(old, [*FIELDS, "source_id", "user", "last_day"], batch_size=200)


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
    """Replaces roles without dates. Dated roles stay, except an expired one that the file gives
    again and those of someone who returns. Roles of people who no longer work here stay."""
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
    """Copies the record's name and address to the account, and ends the accounts of people who no
    longer work here. Returns accounts whose invitation went to their earlier address."""
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


Schools = Mapping[int, SchoolPage]


def displayed_rows(change: Change, schools: Schools) -> DisplayedChange:
    """Returns one line of the preview. It names the person as they are called now, so that a row
    that slipped is noticed."""
    label, who = str(LABELS[change.kind]), (change.before or change.after).name
    if change.after is None:
        gone = gettext("no longer works here")
        if change.before.account:
            gone = gettext("no longer works here; the account ends")
        return DisplayedChange(label, who, gone)
    cells = list(_cells(change.before, change.after, schools))
    cells += _notes(change.before, change.after, schools)
    texts = [f"{cell.name}: {cell.after or gettext('nothing')}" for cell in cells]
    return DisplayedChange(label, who, "; ".join(texts), tuple(cells))


def _cells(before: Record | None, after: Record, schools: Schools) -> Iterator[DisplayedCell]:
    was = _values(before, schools) if before is not None else {}
    for name, now in _values(after, schools).items():
        old = was.get(name, "")
        comes_back = before is not None and not before.active
        if name == _roles_label() and comes_back:
            # Someone who returns has only the roles in the file.
            yield DisplayedCell(name, "", now)
        elif now != old and (now or old):
            yield DisplayedCell(name, old, now)


def _values(record: Record, schools: Schools) -> dict[str, str]:
    """Returns the values of a record by their labels."""
    held = record.roles if record.active else ()
    return {
        gettext("Name"): record.name,
        gettext("Job title"): record.title,
        gettext("Email"): record.email,
        gettext("Schools"): ", ".join(_school(pk, schools) for pk in record.schools),
        _roles_label(): _roles(held, schools),
        gettext("Roster id"): record.source_id,
        gettext("Signs in with"): record.signs_in,
    }


def _notes(before: Record | None, after: Record, schools: Schools) -> list[DisplayedCell]:
    """Returns the side effects of the change: someone returns, a role ends, an invitation is sent,
    an account stays closed."""
    notes = []
    if before is not None and not before.active:
        notes.append(DisplayedCell(gettext("Works here"), gettext("No"), gettext("Yes")))
    held = before.roles if before is not None and before.active else ()
    if lost := [pair for pair in held if pair not in after.roles]:
        notes.append(DisplayedCell(gettext("Roles that end"), "", _roles(lost, schools)))
    if after.account and not (before is not None and before.account):
        if not after.ended:
            notes.append(DisplayedCell(gettext("Account"), "", _of_account(after)))
        else:
            notes.append(DisplayedCell(gettext("Account"), "", _closed()))
    elif before is not None and after.ended and not before.active:
        notes.append(DisplayedCell(gettext("Account"), "", _closed()))
    return notes


def _of_account(after: Record) -> str:
    if after.has_password:
        return gettext("the existing account with its password; no email is sent")
    if has_provider():
        return gettext("a new account, for signing in with Google or Microsoft")
    return gettext("a new account; an email with a link to choose a password is sent")


def _closed() -> str:
    return gettext("the account has ended; “Accounts” opens it again")


def _roles_label() -> str:
    return gettext("Roles")


def _roles(roles: Iterable[tuple[str, int | None]], schools: Schools) -> str:
    labels = {Role(role).value: str(label) for role, label in StaffRole.ROLES}
    return ", ".join(
        f"{labels[role]} ({_school(school, schools)})" if school else labels[role]
        for role, school in roles
    )


def _school(pk: int, schools: Schools) -> str:
    page = schools.get(pk)
    return page.title if page else "–"


STAFF: Final = "staff"
# Some people leave each summer; if more than this fraction would go, the file is probably broken.
MOST_GONE: Final = 0.2


class StaffImporter(Importer[StaffRows]):
    """Imports the list of everyone who works here, or of some of them.

    `actor` is the importing user, None on the server. With `replace`, people who are not in the
    file no longer work here; `shorter` confirms that many leave. With `accounts`, everyone without
    an account gets one and an invitation. With `roles`, roles at schools are replaced by those of
    the file: a roster often does not know who is a principal. Roster ids in
    `gone` have left.
    """

    sentences: ClassVar = SENTENCES

    def __init__(
        self,
        actor: AbstractBaseUser | None,
        *,
        replace: bool = False,
        shorter: bool = False,
        accounts: bool = False,
        roles: bool = False,
        gone: Set[str] = frozenset(),
    ) -> None:
        self.actor = actor if isinstance(actor, User) else None
        self.replace = replace
        self.shorter = shorter
        self.accounts = accounts
        self.ends_roles: Set[str] = frozenset(Role) if roles else frozenset()
        self.gone = gone
        self.schools = {page.pk: page for page in SchoolPage.objects.live()}

    @property
    @override
    def target(self) -> str:
        return "staff"

    @override
    def read(self, name: str, data: bytes) -> StaffRows:
        pages = self.schools.values()
        by_name = {plain_word(page.title): page.pk for page in pages}
        by_id = {plain_word(page.source_id): page.pk for page in pages if page.source_id}
        return parse_staff(data, schools=by_name | by_id, domains=district_domains())

    @override
    def lock(self) -> None:
        list(Staff.objects.select_for_update().order_by("pk").values_list("pk"))

    @override
    def plan(self, rows: StaffRows) -> Plan:
        known = known_records()
        comparing = Comparing(
            known=known,
            holders=accounts_by_address(),
            beyond=self._beyond(),
            may_give={role.value for role in Role if self._may_give(role)},
            accounts=self.accounts,
            ends_roles=self.ends_roles,
            own=self.actor.pk if self.actor else None,
            addresses=self.actor is None or self.actor.has_perm("people.change_user"),
            collector=Collector(errors=list(rows.errors), notes=list(rows.notes)),
        )
        for row in rows.people:
            comparing.take(row)
        comparing.check_words()
        comparing.note_who_left(rows.left, replace=self.replace)
        if self.replace:
            comparing.take_who_is_gone()
        elif self.gone:
            comparing.take_who_is_gone(self.gone)
        changes, unchanged = compare(STAFF, comparing.present, comparing.coming, replace=True)
        collector = comparing.collector
        plan = Plan(changes, unchanged, tuple(collector.errors), tuple(in_order(collector.notes)))
        working = sum(each.record.active for each in known.values())
        return refuse_shrinking(plan, STAFF, present=working, most=MOST_GONE, allowed=self.shorter)

    @override
    def write(self, plan: Plan) -> None:
        with account_changes(actor=self.actor or "import_staff"):
            write_records(plan.changes, actor=self.actor)

    @override
    def record(self, plan: Plan, user: AbstractBaseUser | None) -> None:
        record(
            action="people.staff_imported",
            actor=user or "import_staff",
            added=[_audited(change) for change in plan.of(STAFF, Kind.ADDED)],
            changed=[_audited(change) for change in plan.of(STAFF, Kind.CHANGED)],
            removed=[_audited(change) for change in plan.of(STAFF, Kind.REMOVED)],
        )

    @override
    def show(self, change: Change) -> DisplayedChange:
        return displayed_rows(change, self.schools)

    @override
    def lines(self, data: bytes) -> Mapping[int, Sequence[FileCell]]:
        return cells_by_line(data)

    def _beyond(self) -> set[int]:
        """Returns the accounts that no file may change: superusers, and those with more permissions
        than the importer."""
        beyond = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        if self.actor is not None:
            beyond |= set(unmanageable_accounts(self.actor).values_list("pk", flat=True))
        return beyond

    def _may_give(self, role: Role) -> bool:
        return self.actor is None or self.actor.has_perms(ROLE_MATRIX[role].models - REVIEWS)


def _audited(change: Change) -> str:
    """Returns the address and roles for the audit log, so that the effect of the file can be read
    years later."""
    one: Record = change.after or change.before
    roles = ", ".join(role for role, _school in one.roles)
    return f"{one.email} ({roles})" if roles else one.email
