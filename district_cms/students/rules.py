"""Whose address it is, and what it may follow. Pure.

Only the students' domains count: any other address may be a parent's.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

HIGH_SCHOOL_GRADES: Final = (9, 10, 11, 12)


class Standing(StrEnum):
    """What a student's address may follow: classes of high schools, or nothing."""

    LISTED = "listed"
    UNLISTED = "unlisted"


def is_student_address(address: str, domains: Iterable[str]) -> bool:
    """Whether a normalized address is of one of the domains, or of one below it."""
    domain = address.rpartition("@")[2]
    return any(domain == one or domain.endswith(f".{one}") for one in domains)


def standing(
    *, student_address: bool, staff: bool, listed: bool, students_may_follow: bool
) -> Standing | None:
    """What an address may follow; None: whatever it likes. `staff` may share the domain."""
    if staff or not student_address:
        return None
    return Standing.LISTED if listed and students_may_follow else Standing.UNLISTED
