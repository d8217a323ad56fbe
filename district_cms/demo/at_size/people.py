"""Accounts and staff records in bulk, with the groups that their roles give them."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.services import GROUP_NAMES

from ..bulk.chance import Chance
from ..bulk.tables import Tables
from ..pages import DEMO_PASSWORD
from .names import people

DOMAIN = "larkspur.example"


class StaffWriter:
    """Writes staff with an account each, all with the demo's password."""

    def __init__(self, tables: Tables, chance: Chance, joined: dt.datetime) -> None:
        self._tables = tables
        self._names: Iterator[tuple[str, str]] = people(chance)
        self._phones = 0
        self._addresses: dict[str, int] = {}
        self._joined = joined
        # Written and not in the search index yet.
        self.not_indexed: list[Staff] = []
        # Hashed once: it is the same password, and hashing is slow on purpose.
        self._password = make_password(DEMO_PASSWORD, salt="at-size-district")
        self._groups = {role: Group.objects.get(name=GROUP_NAMES[role]).pk for role in Role}

    def add(
        self, *, title: str, role: Role, school: Any = None, supervisor: Staff | None = None
    ) -> Staff:
        """Write one person with one role, at `school` where one is given."""
        given, family = next(self._names)
        user = User(
            pk=self._tables.of(User).next_pk(),
            email=self._address(given, family),
            password=self._password,
            first_name=given,
            last_name=family,
            date_joined=self._joined,
        )
        staff = Staff(
            pk=self._tables.of(Staff).next_pk(),
            user=user,
            given_name=given,
            family_name=family,
            title=title,
            email=user.email,
            phone=self._phone(),
            supervisor=supervisor,
        )
        self._tables.of(User).add_object(user)
        self._tables.of(Staff).add_object(staff)
        roles = self._tables.of(StaffRole)
        roles.add(
            id=roles.next_pk(),
            staff_id=staff.pk,
            role=role.value,
            school_id=school.pk if school else None,
            starts_on=None,
            until=None,
            ended_by_leaving=False,
            planned_until=None,
        )
        groups = self._tables.of(User.groups.through)
        groups.add(id=groups.next_pk(), user_id=user.pk, group_id=self._groups[role])
        if school is not None:
            schools = self._tables.of(Staff.schools.through)
            schools.add(id=schools.next_pk(), staff_id=staff.pk, schoolpage_id=school.pk)
        self.not_indexed.append(staff)
        return staff

    def _address(self, given: str, family: str) -> str:
        name = re.sub(r"[^a-z.]", "", f"{given}.{family}".lower())
        number = self._addresses[name] = self._addresses.get(name, 0) + 1
        return f"{name}{number if number > 1 else ''}@{DOMAIN}"

    def _phone(self) -> str:
        # The range that belongs to nobody has a hundred numbers.
        self._phones += 1
        return f"406-555-01{self._phones % 100:02d}"


def account_of(staff: Staff) -> User:
    assert staff.user is not None
    return staff.user


def office(writer: StaffWriter) -> list[Staff]:
    """The district's own people, the administrator first."""
    head = writer.add(title="Director of Teaching and Learning", role=Role.ADMINISTRATOR)
    return [
        head,
        writer.add(title="Communications Director", role=Role.COMMUNICATIONS, supervisor=head),
        writer.add(title="Web Editor", role=Role.COMMUNICATIONS, supervisor=head),
    ]
