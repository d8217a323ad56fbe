"""Staff records as a file compares them with its rows, and how they will be. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from ..models import Staff, StaffRole, User
from ..roles import DISTRICT_WIDE, Role
from .rows import StaffRow

Roles = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a file can change of a person. `roles` are those without dates; `signs_in` is the
    address of the account, which follows that of the record; `ended` is an account that has
    ended. `has_password`: the account that the record gets is there already, and gets no mail."""

    given: str
    family: str
    title: str
    email: str
    source_id: str
    schools: tuple[int, ...] = ()
    roles: Roles = ()
    active: bool = True
    account: bool = False
    signs_in: str = ""
    ended: bool = False
    has_password: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Known:
    """A record there is. `dated` are roles with a first day, or a last one that is to come: no file
    touches them."""

    pk: int
    user_id: int | None
    record: Record
    dated: Roles


def known_records() -> dict[int, Known]:
    """All records, in three queries."""
    today = timezone.localdate()
    people = Staff.objects.select_related("user").prefetch_related("schools", "roles")
    found = {}
    for staff in people.order_by("pk"):
        # One that is over is there for whoever reads it later, and may be given again.
        rows = [row for row in staff.roles.all() if row.until is None or row.until >= today]
        dated = {row for row in rows if row.starts_on or row.until}
        found[staff.pk] = Known(
            staff.pk,
            staff.user_id,
            Record(
                given=staff.given_name,
                family=staff.family_name,
                title=staff.title,
                email=staff.email,
                source_id=staff.source_id or "",
                schools=tuple(sorted(page.pk for page in staff.schools.all())),
                roles=in_order((row.role, row.school_id) for row in rows if row not in dated),
                active=staff.active,
                account=staff.user_id is not None,
                signs_in=staff.user.email if staff.user else "",
                ended=staff.user is not None and not staff.user.is_active,
            ),
            in_order((row.role, row.school_id) for row in dated),
        )
    return found


@dataclass(frozen=True, slots=True)
class Account:
    """`is_loose`: no record has it. Who has no password is invited, unless it has ended."""

    pk: int
    is_loose: bool
    has_password: bool
    has_ended: bool


def accounts_by_address() -> dict[str, Account]:
    """All accounts, by the address in lower case. One query."""
    rows = User.objects.values_list("email", "pk", "staff", "password", "is_active")
    return {
        email.lower(): Account(pk, staff is None, is_password_usable(password), not is_active)
        for email, pk, staff, password, is_active in rows
    }


def coming_record(
    row: StaffRow,
    known: Known | None,
    *,
    account: bool,
    there: Account | None,
    addresses: bool,
    takes_roles: bool,
) -> Record:
    """How a person will be. What the file says nothing of stays; roles are given by it, and with
    `takes_roles` those at schools become those of the file. With `addresses`, who signs in
    with the address of the record does so with the new one. Whoever comes back has no roles but
    those that the file gives. An account that is `there`, and of no record, is theirs."""
    given: Roles = tuple((role.value, school) for role, school in row.roles or ())
    if known is None:
        title = row.title or _title_of(given)
        schools, roles = row.schools or (), given
        before = Record("", "", title, row.email, row.source_id)
    else:
        before = known.record
        title = row.title or before.title
        schools = before.schools if row.schools is None else row.schools
        roles = before.roles
        if not before.active:
            roles = given
        elif row.roles is not None:
            kept = {p for p in before.roles if not takes_roles or p[0] in DISTRICT_WIDE}
            roles = in_order({*kept, *given} - set(known.dated))
    taken = there if account and not before.account and there and there.is_loose else None
    follows = addresses and before.signs_in.lower() == before.email.lower() != row.email
    return replace(
        before,
        signs_in=row.email if before.signs_in and follows else before.signs_in,
        given=row.given,
        family=row.family,
        title=title,
        email=row.email,
        source_id=row.source_id or before.source_id,
        schools=schools,
        roles=in_order(roles),
        active=True,
        account=before.account or account,
        has_password=taken is not None and taken.has_password,
        ended=before.ended or (taken is not None and taken.has_ended),
    )


def in_order(roles: Iterable[tuple[str, int | None]]) -> Roles:
    return tuple(sorted(((str(role), at) for role, at in roles), key=lambda r: (r[0], r[1] or 0)))


def _title_of(roles: Roles) -> str:
    """What someone is called whose job title the file does not say."""
    labels = {Role(role).value: str(label) for role, label in StaffRole.ROLES}
    return labels[roles[0][0]] if roles else str(Staff._meta.verbose_name).capitalize()
