"""Accounts and staff in the roles of the matrix."""

from itertools import count
from typing import Any

from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member

PASSWORD = "correct horse battery"
_numbers = count(1)


def make_staff(*roles: tuple[Role, Any], **fields: Any) -> Staff:
    """A staff member with an account, holding these roles: pairs of role and school page."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "email": f"person.{number}@larkspur.example",
        "given_name": "Person",
        "family_name": f"Number{number}",
        "title": "Teacher",
        "password": PASSWORD,
        "schools": [school for _role, school in roles if school is not None],
        **fields,
    }
    return create_staff_member(roles=roles, **values)


def make_account(role: Role, school: Any = None) -> User:
    """The account of someone with one role, at `school` where the role needs one."""
    staff = make_staff((role, school if role in {Role.TEACHER, Role.PRINCIPAL} else None))
    assert staff.user is not None
    return fresh(staff.user)


def make_superuser() -> User:
    number = next(_numbers)
    return User.objects.create_superuser(f"root.{number}@larkspur.example", PASSWORD)


def fresh(user: User) -> User:
    """The account without what an earlier question left on it."""
    return User.objects.get(pk=user.pk)
