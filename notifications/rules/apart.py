"""How the classes of one person are told apart in a message or on a page. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID


class Named(Protocol):
    """A class as families know it; `school` and `teachers` are "" where it has none."""

    @property
    def page(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def school(self) -> str: ...
    @property
    def teachers(self) -> str: ...


def told_apart(classes: Iterable[Named]) -> Mapping[UUID, str]:
    """Longer names for those of these classes whose name another one has too, by their pages: with
    the school, where that is enough, else with the teacher, else with both.

    "Math 3 – Juniper Creek Elementary", "Math 3 – Ms. Rivera".
    """
    by_name: dict[str, dict[UUID, Named]] = {}
    for one in classes:
        by_name.setdefault(one.name, {})[one.page] = one
    return {
        one.page: f"{one.name} – {more}"
        for alike in by_name.values()
        if len(alike) > 1
        for one, more in zip(alike.values(), _more(list(alike.values())), strict=True)
        if more
    }


def _more(alike: Sequence[Named]) -> list[str]:
    """What is said of each of these beside the name that they share."""
    schools = [one.school for one in alike]
    teachers = [one.teachers for one in alike]
    for said in (schools, teachers):
        if all(said) and len(set(said)) == len(alike):
            return said
    return [", ".join(filter(None, both)) for both in zip(teachers, schools, strict=True)]
