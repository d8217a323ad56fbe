"""Sections as the database keeps them, and what a class page says of those that share it. Pure."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from district_cms.people.rosters.reading import Roster
from district_cms.schools.choices import GRADE_LEVELS

from .class_list import CLASS_LIST

ELEMENTARY: Final = frozenset({"KG", "01", "02", "03", "04", "05"})
JULY: Final = 7  # in which a school year may begin at the earliest
Year = tuple[str, dt.date, dt.date]
"""Name, first and last day of a school year."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the source. `page` is the key of its class page, "" for none; `teachers` are
    ids of the source, with whether each is the primary one; days are like "2026-08-31"."""

    school: int
    title: str
    course: str
    course_title: str
    first_day: str
    last_day: str
    periods: str
    grades: tuple[str, ...]
    homeroom: bool
    teachers: tuple[tuple[str, bool], ...]
    year: str
    page: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From the JSON of a row."""
        teachers = tuple((user, primary) for user, primary in data["teachers"])
        return cls(**{**data, "grades": tuple(data["grades"]), "teachers": teachers})

    @property
    def lead(self) -> str:
        """The primary teacher, or the first where none is; "" where there is none at all."""
        primary = [user for user, is_primary in self.teachers if is_primary]
        return (primary or [user for user, _primary in self.teachers] or [""])[0]

    @property
    def name(self) -> str:
        """The course, or the section's own title where the course is not known."""
        return self.course_title or self.title

    @property
    def is_elementary(self) -> bool:
        return bool(self.grades) and ELEMENTARY.issuperset(self.grades)

    def is_over(self, today: dt.date) -> bool:
        return bool(self.last_day) and self.last_day < today.isoformat()


def coming_sections(
    roster: Roster,
    present: Mapping[str, Section],
    *,
    schools: Mapping[str, int],
    teachers: Iterable[str],
    years: Sequence[Year],
    terms: Mapping[str, tuple[str, str]],
    today: dt.date,
) -> dict[str, Section]:
    """All sections after the delivery, without their pages: a delta is completed with what is
    `present`, and a CSV of classes with the schools that it does not name. `teachers` are those
    who work here; `terms` are days by the name of a term."""
    is_bulk = roster.modes.get("classes", "bulk") == "bulk"
    gone = roster.removed.get("classes", set())
    kept = [] if is_bulk else [key for key in present if key not in gone]
    if roster.version == CLASS_LIST:
        named = {schools[each.school] for each in roster.sections.values()}
        kept = [key for key, each in present.items() if each.school not in named]
    titles = {each.course: each.course_title for each in present.values() if each.course}
    titles |= roster.courses
    working = set(teachers)
    coming = {}
    for key in dict.fromkeys([*kept, *roster.sections]):
        read, old = roster.sections.get(key), present.get(key)
        if read is not None:
            sessions = (roster.sessions.get(term) for term in read.terms)
            days = [session[1:3] for session in sessions if session and all(session[1:3])]
            days += [terms[term.casefold()] for term in read.terms if term.casefold() in terms]
            first = min((day for day, _last in days), default=old.first_day if old else "")
            last = max((day for _first, day in days), default=old.last_day if old else "")
            section = Section(
                school=schools[read.school],
                title=read.title,
                course=read.course,
                course_title=titles.get(read.course, ""),
                first_day=first,
                last_day=last,
                periods=read.periods,
                grades=read.grades,
                homeroom=read.homeroom,
                teachers=(),
                year=year_of(last, years, today),
            )
        else:
            assert old is not None
            section = replace(old, course_title=titles.get(old.course, old.course_title), page="")
        assigned = _teachers(roster, key, old)
        there = tuple((user, primary) for user, primary in assigned if user in working)
        coming[key] = replace(section, teachers=there)
    return coming


def _teachers(roster: Roster, key: str, old: Section | None) -> list[tuple[str, bool]]:
    read = roster.teachers.get(key, [])
    if old is not None and roster.version == CLASS_LIST and key not in roster.sections:
        return list(old.teachers)
    if old is None or roster.modes.get("enrollments", "bulk") == "bulk":
        return list(dict(read).items())
    stay = [each for each in old.teachers if (key, each[0]) not in roster.unassigned]
    return list((dict(stay) | dict(read)).items())


def missing_years(roster: Roster, years: Sequence[Year], today: dt.date) -> list[Year]:
    """The school years of a bulk delivery that are not over and that none of `years` overlaps: the
    days of its `schoolYear`, else of its terms. One without its autumn is not whole."""
    by_autumn: dict[int, list[tuple[bool, dt.date, dt.date]]] = defaultdict(list)
    for _title, *days, kind in roster.sessions.values():
        first, last = map(dt.date.fromisoformat, days)
        by_autumn[first.year - (first.month < JULY)].append((kind != "schoolYear", first, last))
    missing = []
    for autumn, sessions in sorted(by_autumn.items()):
        _is_term, firsts, lasts = zip(
            *(each for each in sessions if each[0] == min(sessions)[0]), strict=True
        )
        first, last, name = min(firsts), max(lasts), f"{autumn}-{(autumn + 1) % 100:02}"
        is_whole = first.year == autumn and first < last and last.year <= autumn + 1
        there = any(name == each or (first <= end and begin <= last) for each, begin, end in years)
        if is_whole and today <= last and not there:
            missing.append((name, first, last))
    return missing if roster.modes.get("academicSessions") == "bulk" else []


def year_of(last_day: str, years: Sequence[Year], today: dt.date) -> str:
    """The school year of a section, by its last day; without one, the year that runs or comes."""
    day = last_day or today.isoformat()
    return next((name for name, first, last in years if day <= last.isoformat()), "")


# In this order: the first that fits names the subject.
SUBJECTS: Final = {
    subject: re.compile(rf"\b({words})", re.IGNORECASE)
    for subject, words in {
        "library": r"librar|media center",
        "music": r"music|band\b|choir|orchestra|chorus|guitar|piano",
        "physical-education": r"p\.?e\b|physical ed|gym|fitness|weight|swim",
        "health": r"health|wellness",
        "world-languages": r"spanish|french|german|latin|chinese|japanese|russian|asl\b|world lang",
        "math": r"math|algebra|geometr|calculus|precalc|statistic|trigonom",
        "technology": r"comput|technolog|coding|program|robot|digital",
        "career": r"career|business|account|market|welding|wood|shop|auto|agri|culinar|construct",
        "science": r"scien|biolog|chemist|physics|anatom|astronom|geology|ecolog",
        "social-studies": r"social|history|govern|econom|geograph|civic|psycholog|sociolog",
        "writing": r"writ|composition|journalis",
        "reading": r"read|english|ela\b|language art|literat|literacy|phonic",
        "arts": r"art\b|arts\b|drawing|paint|ceramic|photo|theat|drama|sculpt",
        "homeroom": r"homeroom",
    }.items()
}


def subject_named(title: str) -> str:
    """The subject that the title of a class names."""
    fits = (subject for subject, words in SUBJECTS.items() if words.search(title))
    return next(fits, "other")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a class page says by the roster; `teachers` are ids, the one who leads first."""

    title: str
    section: str
    subject: str
    grades: list[str]
    first_day: str
    last_day: str
    year: str
    teachers: tuple[str, ...]


def page_facts(sections: Sequence[Section]) -> PageFacts:
    """Of the sections of one page, at least one. A homeroom names the page, else the course."""
    homeroom = next((each for each in sections if each.homeroom and each.is_elementary), None)
    named = homeroom or sections[0]
    title = homeroom.title if homeroom else named.name
    period = ""
    if len(sections) == 1 and homeroom is None and named.periods:
        period = _("Period %(number)s") % {"number": named.periods}
    lasts = [each.last_day for each in sections]
    taught = {grade for each in sections for grade in each.grades}
    users = [named.lead, *(user for each in sections for user, _primary in each.teachers)]
    return PageFacts(
        title=title[:255],
        section=period[:60],
        subject="homeroom" if homeroom else subject_named(title),
        grades=[grade for grade, _label in GRADE_LEVELS if grade in taught],
        first_day=min(each.first_day for each in sections),
        last_day=max(lasts) if all(lasts) else "",
        year=named.year,
        teachers=tuple(dict.fromkeys(filter(None, users))),
    )
