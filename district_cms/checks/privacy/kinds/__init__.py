"""The kinds of private information that are told in words, each with its rules and phrases."""

from typing import Final

from . import attendance, contact, discipline, family, health, keys, marks, support, work
from .kind import Kind

ALL: Final[tuple[Kind, ...]] = (
    marks.KIND,
    marks.LETTERS,
    marks.SCORED,
    work.KIND,
    health.KIND,
    support.KIND,
    discipline.KIND,
    attendance.KIND,
    family.KIND,
    keys.KIND,
    contact.KIND,
)

__all__ = ["ALL", "Kind"]
