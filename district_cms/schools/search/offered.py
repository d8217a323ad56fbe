"""What a search box offers before anything is typed."""

from collections.abc import Iterable

from ..choices import GRADE_LEVELS, SUBJECTS


def offered(schools: Iterable[str]) -> list[str]:
    """The schools by these names, then subjects and grades in the reader's language."""
    return [*schools, *(str(label) for _key, label in [*SUBJECTS, *GRADE_LEVELS])]
