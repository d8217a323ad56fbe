"""The teachers of a school by last name; where there are many, in groups by its first letter."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from district_cms.schools.search.words import words

FOLDED_FROM: Final = 24
"""A list of fewer teachers is read faster than it is opened."""
OF_A_GROUP: Final = 10
"""At most so many teachers are in one group, unless they have one letter."""

Teacher = dict[str, Any]


def in_order(teachers: Iterable[Teacher]) -> list[Teacher]:
    """By their `last_name` and `first_name`, as a reader of either language looks for them: accents
    and capitals make no difference, whichever database they come from."""
    return sorted(teachers, key=lambda one: (words(one["last_name"]), words(one["first_name"])))


def folded(
    teachers: list[Teacher], *, fewest: int = FOLDED_FROM, most: int = OF_A_GROUP
) -> list[dict[str, Any]]:
    """[{"first", "last", "teachers"}] of teachers that are `in_order`, with the first letter of the
    first last name of each group and of the last one; [] where they are fewer than `fewest`.

    Those of one letter are never apart, so that a letter says where to look.
    """
    if len(teachers) < fewest:
        return []
    found: list[dict[str, Any]] = []
    for letter, those in groupby(teachers, key=_letter_of):
        new = list(those)
        if found and len(found[-1]["teachers"]) + len(new) <= most:
            found[-1]["last"] = letter
            found[-1]["teachers"] += new
        else:
            found.append({"first": letter, "last": letter, "teachers": new})
    return found


def _letter_of(teacher: Teacher) -> str:
    return "".join(words(teacher["last_name"]))[:1].upper()
