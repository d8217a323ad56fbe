"""Which addresses are students', and what these may follow. Pure.

Only the students' domains decide: any other address may be a parent's.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

HIGH_SCHOOL_GRADES: Final = (9, 10, 11, 12)


class Standing(StrEnum):
    """What a student's address may follow: LISTED high-school classes, UNLISTED nothing."""

    LISTED = "listed"
    UNLISTED = "unlisted"


def is_student_address(address: str, domains: Iterable[str]) -> bool:
    """Returns True if a normalized address is in one of the domains or a subdomain."""
    domain = address.rpartition("@")[2]
    return any(domain == each or domain.endswith(f".{each}") for each in domains)


def standing(
    *, student_address: bool, staff: bool, listed: bool, students_may_follow: bool
) -> Standing | None:
    """Returns what an address may follow, None for anything. `staff` may share the students'
    domain."""
    if staff or not student_address:
        return None
    return Standing.LISTED if listed and students_may_follow else Standing.UNLISTED
