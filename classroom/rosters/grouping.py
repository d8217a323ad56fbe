"""Which sections of a roster share a class page, and which get none. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from district_cms.people.rosters.reading import Roster, Section

# Nobody posts updates about these.
WITHOUT_PAGE: Final = re.compile(r"\b(advisory|study hall|lunch)\b", re.IGNORECASE)
ELEMENTARY: Final = frozenset({"KG", "01", "02", "03", "04", "05"})


class Reason(StrEnum):
    """Why a section gets no page."""

    TITLE = "title"
    NO_TEACHER = "no teacher"


@dataclass(frozen=True, slots=True)
class Group:
    """One page to be: `sections` and `co_teachers` are ids in the roster's order."""

    school: str
    teacher: str
    title: str
    sections: tuple[str, ...]
    co_teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The pages of a roster, and the sections without one."""

    groups: tuple[Group, ...]
    without: tuple[tuple[str, Reason], ...]


def group_sections(roster: Roster) -> Grouping:
    """Joins a teacher's sections of one course, and an elementary teacher's subjects with the
    homeroom."""
    homerooms = _homerooms(roster)
    members: dict[tuple[str, str, str], list[str]] = {}
    without = []
    for key, section in roster.sections.items():
        teacher = _main_teacher(roster, key)
        if WITHOUT_PAGE.search(_title(roster, section)) or WITHOUT_PAGE.search(section.title):
            without.append((key, Reason.TITLE))
        elif not teacher:
            without.append((key, Reason.NO_TEACHER))
        else:
            homeroom = homerooms.get((section.school, teacher), "")
            if homeroom and ELEMENTARY.issuperset(section.grades):
                what = f"homeroom {homeroom}"
            else:
                what = f"course {section.course}" if section.course else f"title {section.title}"
            members.setdefault((section.school, teacher, what), []).append(key)
    groups = tuple(
        _group(roster, school, teacher, keys, homerooms.get((school, teacher), ""))
        for (school, teacher, _what), keys in members.items()
    )
    return Grouping(groups, tuple(without))


def _group(roster: Roster, school: str, teacher: str, keys: list[str], homeroom: str) -> Group:
    named = roster.sections[homeroom if homeroom in keys else keys[0]]
    others = dict.fromkeys(user for key in keys for user, _primary in roster.teachers[key])
    others.pop(teacher)
    title = named.title if homeroom in keys else _title(roster, named)
    return Group(school, teacher, title, tuple(keys), tuple(others))


def _homerooms(roster: Roster) -> dict[tuple[str, str], str]:
    """The first elementary homeroom of each teacher at each school."""
    found: dict[tuple[str, str], str] = {}
    for key, section in roster.sections.items():
        elementary = bool(section.grades) and ELEMENTARY.issuperset(section.grades)
        if section.homeroom and elementary and not WITHOUT_PAGE.search(section.title):
            found.setdefault((section.school, _main_teacher(roster, key)), key)
    return found


def _main_teacher(roster: Roster, key: str) -> str:
    """The primary teacher, or the first where none is; "" where there is none at all."""
    teachers = roster.teachers.get(key, [])
    primary = [user for user, is_primary in teachers if is_primary]
    return (primary or [user for user, _primary in teachers] or [""])[0]


def _title(roster: Roster, section: Section) -> str:
    return roster.courses.get(section.course, section.title)
