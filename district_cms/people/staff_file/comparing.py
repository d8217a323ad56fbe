"""Compares staff records with the rows of a file, and computes the resulting records. Reads
only."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from district_cms.imports.reading import WHOLE_FILE, Collector
from district_cms.publishing.objects import which_block

from ..models import Staff, StaffRole, User
from ..roles import DISTRICT_WIDE, Role
from .rows import LeftRow, StaffRow

Roles = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a file can change about a person. `roles` are those without dates; `signs_in` is the
    address of the account, which follows that of the record; `ended` means that the account has
    ended. `has_password`: the record gets an existing account with a password, so no mail is
    sent."""

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
    """An existing record. `dated` are roles with a first day, or with a last day that has not
    passed; no file changes them."""

    pk: int
    user_id: int | None
    record: Record
    dated: Roles


def known_records() -> dict[int, Known]:
    """Returns all records by id. Three queries."""
    today = timezone.localdate()
    people = Staff.objects.select_related("user").prefetch_related("schools", "roles")
    records = {}
    for staff in people.order_by("pk"):
        # An expired role is history; the file may give it again.
        rows = [row for row in staff.roles.all() if row.until is None or row.until >= today]
        dated = {row for row in rows if row.starts_on or row.until}
        records[staff.pk] = Known(
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
    return records


@dataclass(frozen=True, slots=True)
class Account:
    """`is_loose`: no record has the account. An account without a password is invited, unless it
    has ended."""

    pk: int
    is_loose: bool
    has_password: bool
    has_ended: bool


def accounts_by_address() -> dict[str, Account]:
    """Returns all accounts by address in lower case. One query."""
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
    ends_roles: Set[str],
) -> Record:
    """Returns the record after the import. Values that the file leaves out stay. The file adds
    roles; of `ends_roles` it replaces those at schools. With `addresses`, an account that signs
    in with the record's address gets the new one. Someone who returns has only the roles in the
    file. An existing account `there` without a record becomes theirs."""
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
            remaining = {p for p in before.roles if p[0] not in ends_roles or p[0] in DISTRICT_WIDE}
            roles = in_order({*remaining, *given} - set(known.dated))
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
    """Returns the job title of someone for whom the file has none."""
    labels = {Role(role).value: str(label) for role, label in StaffRole.ROLES}
    return labels[roles[0][0]] if roles else str(Staff._meta.verbose_name).capitalize()


Key = tuple[int, str]
"""The id of the record (0 for a new one) and the address."""


@dataclass(slots=True)
class Comparing:
    """Compares a file with the records. `holders` are all accounts by address; `beyond` are the ids
    of accounts that are not changed; `addresses` is whether the importer may change sign-in
    addresses; `ends_roles` are roles at schools that end where the file lacks them."""

    known: Mapping[int, Known]
    holders: Mapping[str, Account]
    beyond: Set[int]
    may_give: Set[str]
    accounts: bool
    addresses: bool
    ends_roles: Set[str]
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
        """Finds the person by roster id, or else by address, and computes the new record."""
        person, at_address = self._who(row)
        if at_address is not None and person is not at_address:
            self.collector.error(row.line, "email", row.email, "other-person")
            return
        if person is not None and person.pk in self._met:
            self.collector.error(row.line, "email", row.email, "twice")
            return
        key: Key = (person.pk if person else 0, row.email)
        self.coming[key] = coming_record(
            row,
            person,
            account=self.accounts,
            there=self.holders.get(row.email),
            addresses=self.addresses,
            ends_roles=self.ends_roles,
        )
        if person is not None:
            self.present[key] = person.record
            self._met.add(person.pk)
        self._check(row, person, self.coming[key])

    def _who(self, row: StaffRow) -> tuple[Known | None, Known | None]:
        at_address = self._by_address.get(row.email)
        person = self._by_id.get(row.source_id) if row.source_id else None
        if person is None and at_address is not None:
            its_id = at_address.record.source_id
            # Both have a roster id, so the address is someone else's.
            person = None if row.source_id and its_id else at_address
        return person, at_address

    def _check(self, row: StaffRow, person: Known | None, coming: Record) -> None:
        before = person.record if person else None
        if coming == before:
            return
        account = person.user_id if person else None
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
        """Notes the people who have left according to the file. A record that is still active stays
        as it is: its classes need a successor, which no file names."""
        for row in rows:
            known = self._by_id.get(row.source_id) or self._by_address.get(row.email.lower())
            stays = not replace and known is not None and known.record.active
            self.collector.note(row.line, row.email, "works-here-still" if stays else "left")

    def check_words(self) -> None:
        """Checks names and titles as the form of the record does. One query."""
        if not self._new_words:
            return
        blocked = set(map(id, which_block(subject for _row, subject in self._new_words)))
        for row, subject in self._new_words:
            if id(subject) in blocked:
                text = f"{subject.full_name}, {subject.title}"
                self.collector.error(row.line, "", text, "bad-words")

    def take_who_is_gone(self, source_ids: Set[str] | None = None) -> None:
        """Takes everyone who works here and is not in the file as gone, except the importer and
        accounts that the importer may not manage; with `source_ids` only these."""
        for each in self.known.values():
            if each.pk in self._met or not each.record.active:
                continue
            if source_ids is not None and each.record.source_id not in source_ids:
                continue
            if each.user_id is not None and each.user_id in {*self.beyond, self.own}:
                fault = "kept-self" if each.user_id == self.own else "kept-beyond"
                self.collector.note(WHOLE_FILE, each.record.name, fault)
                continue
            self.present[each.pk, each.record.email] = each.record
