"""The made-up rosters of `make evening` and the benchmark."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from classroom.rosters.grouping import WITHOUT_PAGE
from district_cms.people.rosters.reading import read_roster
from scripts.rosters import FictionalRoster, Size

SIZE = Size(schools=5, staff=100, teachers=50, sections=250, students=300, enrollments=900)
DAYS = (dt.date(2026, 8, 31), dt.date(2027, 6, 10))


def test_a_made_up_roster_has_what_was_asked_for_and_reads_without_mistakes(
    tmp_path: Path,
) -> None:
    roster = read_roster(FictionalRoster(SIZE, *DAYS).write(tmp_path / "roster.zip"))
    assert roster.errors == []
    assert {note.fault for note in roster.notes} == {
        *("extra-column", "other-case", "passwords", "no-course"),
    }
    roles = Counter(role for person in roster.staff.values() for role, _school in person.roles)
    assert (len(roster.staff), roles["teacher"], roles["principal"]) == (100, 50, 5)
    assert len({person.email for person in roster.staff.values()}) == 100
    assert len(roster.sections) == 250
    assert all(roster.teachers[key] for key in roster.sections)
    assert any(len(teachers) == 2 for teachers in roster.teachers.values())
    titles = [section.title for section in roster.sections.values()]
    assert any(WITHOUT_PAGE.search(title) for title in titles)
    assert any(title.startswith("Resource - ") for title in titles)
    assert any(section.homeroom for section in roster.sections.values())


@pytest.mark.parametrize(("seed", "is_same"), [(1, True), (2, False)])
def test_only_another_seed_gives_other_bytes(tmp_path: Path, seed: int, is_same: bool) -> None:
    first = FictionalRoster(SIZE, *DAYS).write(tmp_path / "first.zip")
    second = FictionalRoster(SIZE, *DAYS, seed=seed).write(tmp_path / "second.zip")
    assert (first.read_bytes() == second.read_bytes()) == is_same
