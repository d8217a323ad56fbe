"""A list of staff beside the records there are: who is meant, what would change, what may not."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from district_cms.imports.located import WHOLE_FILE, Collector
from district_cms.publishing.objects import which_block

from ..models import Staff
from .records import Account, Known, Record, coming_record
from .rows import LeftRow, StaffRow

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
