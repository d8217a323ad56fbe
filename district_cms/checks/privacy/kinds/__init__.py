"""The kinds of private information that are told in words, each with its rules and phrases."""

from typing import Final

from . import (
    attendance,
    contact,
    discipline,
    family,
    health,
    household,
    keys,
    marks,
    personal,
    support,
    work,
)
from .kind import Kind

ALL: Final[tuple[Kind, ...]] = (
    marks.KIND,
    marks.COUNTED,
    marks.LETTERS,
    marks.SCORED,
    work.KIND,
    health.KIND,
    support.KIND,
    discipline.KIND,
    discipline.ROUGH,
    attendance.KIND,
    family.KIND,
    household.KIND,
    keys.KIND,
    keys.WORDS,
    contact.KIND,
    personal.KIND,
    personal.COMMON,
)

__all__ = ["ALL", "Kind"]
