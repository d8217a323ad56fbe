"""A plain CSV of classes becomes the same pages as a OneRoster delivery."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from classroom.rosters.class_list import read_class_list
from classroom.rosters.grouping import group_sections

HEADER = "School,Teacher,Class,Period,Term\n"


def written(folder: Path, lines: str, header: str = HEADER) -> Path:
    path = folder / "classes.csv"
    path.write_text(header + lines)
    return path


def test_periods_of_one_class_become_one_page(tmp_path: Path) -> None:
    lines = "Lincoln,ER@example.org,Algebra 1,1,Fall\nLincoln,er@example.org,Algebra 1,2,Fall\n"
    roster = read_class_list(written(tmp_path, lines))
    assert roster.errors == []
    (group,) = group_sections(roster).groups
    assert (group.title, group.school, len(group.sections)) == ("Algebra 1", "Lincoln", 2)


@pytest.mark.parametrize(
    ("lines", "row", "column", "fault"),
    [
        (",er@example.org,Art,1,\n", 2, "School", "no-value"),
        ("Lincoln,er@example.org,,1,\n", 2, "Class", "no-value"),
        ("Lincoln,Elena,Art,1,\n", 2, "Teacher", "no-address"),
        ("Lincoln,er@example.org,Art,1,\n" * 2, 3, "", "id-twice"),
    ],
)
def test_each_mistake_has_its_place(
    tmp_path: Path, lines: str, row: int, column: str, fault: str
) -> None:
    (error,) = read_class_list(written(tmp_path, lines)).errors
    assert (error.row, error.column, error.fault) == (row, column, fault)


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("Teacher,Class\n", "no-column"),
        ("School,Class\n", "no-teacher-column"),
        ("School,Teacher\n", "no-class-column"),
    ],
)
def test_a_missing_column_is_named_once(tmp_path: Path, header: str, fault: str) -> None:
    errors = read_class_list(written(tmp_path, "a,b\n" * 9, header=header)).errors
    assert [error.fault for error in errors] == [fault]


def test_the_command_counts_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_roster", written(tmp_path, "Lincoln,er@example.org,Art,1,\n"))
    assert "1 sections as 1 pages" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_roster", tmp_path / "none.csv")
