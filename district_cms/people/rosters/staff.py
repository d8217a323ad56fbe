"""The staff of a roster as rows of a list of staff, which `staff_file` compares and writes."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from district_cms.imports.reading import Collector
from district_cms.web.addresses import NoAddress, normalize_address

from ..models import Staff
from ..roles import Role
from ..staff_file.rows import LONGEST, StaffRow, StaffRows
from .reading import Person, Roster

# OneRoster's administrators may be anyone in an office: which role they have here, a person says.
ROLES: Final = {
    "teacher": Role.TEACHER,
    "counselor": Role.COUNSELOR,
    "principal": Role.PRINCIPAL,
}


def staff_rows(
    roster: Roster, *, schools: Mapping[str, int], domains: Iterable[str]
) -> tuple[StaffRows, set[str]]:
    """The rows, and the ids of who no longer works here. Who cannot be taken is noted and stays as
    they are; so does everyone with an account that ends by hand only (break-glass). Two queries."""
    collector = Collector("users.csv")
    protected = {
        word
        for pair in Staff.objects.filter(user__is_superuser=True).values_list("source_id", "email")
        for word in pair
        if word
    }
    people: list[StaffRow] = []
    seen: set[str] = set()
    for key, person in roster.staff.items():
        if not person.enabled:
            continue
        address = _address(person, domains)
        if protected & {key, address}:
            collector.note(key, person.email, "kept-beyond")
        elif fault := _fault(key, person, address, seen):
            name = f"{person.first_name} {person.last_name}"
            collector.note(key, person.email or name, fault)
        else:
            seen.add(address)
            people.append(_row(key, person, address, schools))
    gone = roster.removed.get("users", set()) | {
        key for key, person in roster.staff.items() if not person.enabled
    }
    if roster.modes.get("users") == "bulk":
        known = Staff.objects.active().exclude(source_id=None).values_list("source_id", flat=True)
        gone |= {key for key in known if key} - roster.staff.keys()
    return StaffRows(tuple(people), (), (), tuple(collector.notes)), gone - protected


def _address(person: Person, domains: Iterable[str]) -> str:
    try:
        address = normalize_address(person.email)
    except NoAddress:
        return ""
    return address if address.rpartition("@")[2] in set(domains) else ""


def _fault(key: str, person: Person, address: str, seen: set[str]) -> str:
    words = (person.first_name, person.last_name, key)
    if not address:
        return "no-district-address"
    if address in seen:
        return "address-twice"
    longest = (LONGEST["given"], LONGEST["family"], LONGEST["source_id"])
    is_control = any(unicodedata.category(each) == "Cc" for word in words for each in word)
    if is_control or any(len(word) > most for word, most in zip(words, longest, strict=True)):
        return "bad-name"
    return ""


def _row(key: str, person: Person, address: str, schools: Mapping[str, int]) -> StaffRow:
    at = {schools[org] for _role, org in person.roles if org in schools}
    roles = {
        (ROLES[role], schools[org])
        for role, org in person.roles
        if role in ROLES and org in schools
    }
    # A delta may have a person without roles: what they have stays.
    return StaffRow(
        line=key,
        given=person.first_name,
        family=person.last_name,
        email=address,
        title="",
        source_id=key,
        schools=tuple(sorted(at)) or None,
        roles=tuple(sorted(roles)) if person.roles else None,
    )
