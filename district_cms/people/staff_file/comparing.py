"""Staff records as a file compares them with its rows, and how they will be. Reads only."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from district_cms.imports.located import WHOLE_FILE, Collector
from district_cms.publishing.objects import which_block

from ..models import Staff, StaffRole, User
from ..roles import DISTRICT_WIDE, Role
from .rows import LeftRow, StaffRow

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


Key = tuple[int, str]
"""A record's id, 0 where there is none yet, and the address."""


@dataclass(slots=True)
class Comparing:
    """`holders` are all accounts, by address; `beyond` those that are not touched; `addresses`
    whether the importer may change what an account signs in with; `takes_roles` whether a role at
    a school ends that the file does not give."""

    known: Mapping[int, Known]
    holders: Mapping[str, Account]
    beyond: Set[int]
    may_give: Set[str]
    accounts: bool
    addresses: bool
    takes_roles: bool
    own: int | None  # the importer's account
    collector: Collector
    present: dict[Key, Record] = field(default_factory=dict)
    coming: dict[Key, Record] = field(default_factory=dict)
    _met: set[int] = field(default_factory=set)
    _new_words: list[tuple[StaffRow, Staff]] = field(default_factory=list)
    _by_id: dict[str, Known] = field(init=False)
    _by_address: dict[str, Known] = field(init=False)

    def __post_init__(self) -> None:
        everyone = self.known.values()
        self._by_id = {each.record.source_id: each for each in everyone if each.record.source_id}
        self._by_address = {
            each.record.email.lower(): each for each in everyone if each.record.email
        }

    def take(self, row: StaffRow) -> None:
        """Find who is meant, by the roster id and else by the address, and what would change."""
        found, at_address = self._who(row)
        if at_address is not None and found is not at_address:
            self.collector.error(row.line, "email", row.email, "other-person")
            return
        if found is not None and found.pk in self._met:
            self.collector.error(row.line, "email", row.email, "twice")
            return
        key: Key = (found.pk if found else 0, row.email)
        self.coming[key] = coming_record(
            row,
            found,
            account=self.accounts,
            there=self.holders.get(row.email),
            addresses=self.addresses,
            takes_roles=self.takes_roles,
        )
        if found is not None:
            self.present[key] = found.record
            self._met.add(found.pk)
        self._check(row, found, self.coming[key])

    def _who(self, row: StaffRow) -> tuple[Known | None, Known | None]:
        at_address = self._by_address.get(row.email)
        found = self._by_id.get(row.source_id) if row.source_id else None
        if found is None and at_address is not None:
            its_id = at_address.record.source_id
            # Someone else's address, where both have a roster id.
            found = None if row.source_id and its_id else at_address
        return found, at_address

    def _check(self, row: StaffRow, found: Known | None, coming: Record) -> None:
        before = found.record if found else None
        if coming == before:
            return
        account = found.user_id if found else None
        there = self.holders.get(row.email)
        if there is not None and account is None and coming.account and there.is_loose:
            account = there.pk
        wants_address = coming.account and not (before is not None and before.account)
        wants_address |= before is not None and coming.signs_in != before.signs_in
        if there is not None and wants_address and there.pk != account:
            self.collector.error(row.line, "email", row.email, "other-account")
        if account in self.beyond:
            self.collector.error(row.line, "email", row.email, "beyond")
        given = set(coming.roles) - set(before.roles if before and before.active else ())
        if not {role for role, _school in given} <= self.may_give:
            self.collector.error(row.line, "role", "", "role-beyond")
        is_gained = given or (coming.roles and not (before and before.account))
        if account is not None and account == self.own and is_gained:
            self.collector.error(row.line, "role", "", "role-self")
        words = (coming.given, coming.family, coming.title)
        if before is None or words != (before.given, before.family, before.title):
            subject = Staff(given_name=words[0], family_name=words[1], title=words[2])
            self._new_words.append((row, subject))

    def note_who_left(self, rows: Iterable[LeftRow], *, replace: bool) -> None:
        """Of whom the file says so. A record that works here all the same stays as it is: its
        classes need someone, whom no file names."""
        for row in rows:
            known = self._by_id.get(row.source_id) or self._by_address.get(row.email.lower())
            stays = not replace and known is not None and known.record.active
            self.collector.note(row.line, row.email, "works-here-still" if stays else "left")

    def check_words(self) -> None:
        """Names and titles pass the same checks as in the form of the record. One query."""
        if not self._new_words:
            return
        blocked = set(map(id, which_block(subject for _row, subject in self._new_words)))
        for row, subject in self._new_words:
            if id(subject) in blocked:
                shown = f"{subject.full_name}, {subject.title}"
                self.collector.error(row.line, "", shown, "bad-words")

    def take_who_is_gone(self) -> None:
        """Whoever works here and is not in the file, but for the importer's own account and those
        beyond it."""
        for each in self.known.values():
            if each.pk in self._met or not each.record.active:
                continue
            if each.user_id is not None and each.user_id in {*self.beyond, self.own}:
                fault = "kept-self" if each.user_id == self.own else "kept-beyond"
                self.collector.note(WHOLE_FILE, each.record.name, fault)
                continue
            self.present[each.pk, each.record.email] = each.record
