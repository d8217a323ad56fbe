"""A plain CSV of classes becomes the same pages as a OneRoster delivery."""

from io import BytesIO

import pytest

from classroom.rosters.class_list import read_class_list

HEADER = "School,Teacher,Class,Period,Term\n"


def written(lines: str, header: str = HEADER) -> BytesIO:
    return BytesIO((header + lines).encode())


def test_each_line_is_a_section_of_the_class_as_a_course() -> None:
    lines = "Lincoln,ER@example.org,Algebra 1,1,Fall\nLincoln,er@example.org,Algebra 1,2,Fall\n"
    roster = read_class_list(written(lines))
    assert roster.errors == []
    assert [each.course for each in roster.sections.values()] == ["Algebra 1", "Algebra 1"]
    assert list(roster.teachers.values()) == [[("er@example.org", True)]] * 2
    assert list(roster.lines.values()) == [2, 3]


@pytest.mark.parametrize(
    ("lines", "row", "column", "fault"),
    [
        (",er@example.org,Art,1,\n", 2, "School", "no-value"),
        ("Lincoln,er@example.org,,1,\n", 2, "Class", "no-value"),
        ("Lincoln,Elena,Art,1,\n", 2, "Teacher", "no-address"),
        ("Lincoln,er@example.org,Art,1,\n" * 2, 3, "", "id-twice"),
    ],
)
def test_each_mistake_has_its_place(lines: str, row: int, column: str, fault: str) -> None:
    (error,) = read_class_list(written(lines)).errors
    assert (error.row, error.column, error.fault) == (row, column, fault)


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("Teacher,Class\n", "no-column"),
        ("School,Class\n", "no-teacher-column"),
        ("School,Teacher\n", "no-class-column"),
    ],
)
def test_a_missing_column_is_named_once(header: str, fault: str) -> None:
    errors = read_class_list(written("a,b\n" * 9, header=header)).errors
    assert [error.fault for error in errors] == [fault]
