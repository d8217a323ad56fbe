"""Which sections of a roster become which pages."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from classroom.rosters.grouping import Reason, group_sections
from district_cms.people.rosters.reading import Roster, Section


def section(
    title: str, course: str = "", *, grades: tuple[str, ...] = ("09",), homeroom: bool = False
) -> Section:
    return Section(title, "s", course, ("y",), "", grades, homeroom)


def roster(sections: dict[str, Section], teachers: dict[str, list[tuple[str, bool]]]) -> Roster:
    return Roster(courses={"a": "Algebra 1"}, sections=sections, teachers=teachers)


def test_sections_of_one_course_by_one_teacher_become_one_page() -> None:
    sections = {key: section(f"Algebra 1 - {key}", "a") for key in "123"}
    teachers = {"1": [("t", True)], "2": [("u", False), ("t", True)], "3": [("u", True)]}
    groups = group_sections(roster(sections, teachers)).groups
    assert [(g.teacher, g.title, g.sections, g.co_teachers) for g in groups] == [
        ("t", "Algebra 1", ("1", "2"), ("u",)),
        ("u", "Algebra 1", ("3",), ()),
    ]


def test_an_elementary_teachers_subjects_join_the_homeroom() -> None:
    third = ("03",)
    sections = {
        "math": section("Math 3", grades=third),
        "room": section("Ms. Rivera, Grade 3", grades=third, homeroom=True),
        "music": section("Music 3", grades=third),
    }
    teachers = {"math": [("t", True)], "room": [("t", True)], "music": [("m", True)]}
    groups = group_sections(roster(sections, teachers)).groups
    assert [(g.title, g.sections) for g in groups] == [
        ("Ms. Rivera, Grade 3", ("math", "room")),
        ("Music 3", ("music",)),
    ]


def test_a_homeroom_of_older_students_stands_alone() -> None:
    sections = {"room": section("Homeroom 9", homeroom=True), "math": section("x", "a")}
    groups = group_sections(roster(sections, {"room": [("t", True)], "math": [("t", True)]})).groups
    assert [g.sections for g in groups] == [("room",), ("math",)]


@pytest.mark.parametrize("title", ["Advisory 9", "STUDY HALL - 3", "Lunch B"])
def test_some_titles_get_no_page(title: str) -> None:
    grouping = group_sections(roster({"1": section(title)}, {"1": [("t", True)]}))
    assert (grouping.groups, grouping.without) == ((), (("1", Reason.TITLE),))


def test_a_section_without_a_teacher_gets_no_page() -> None:
    assert group_sections(roster({"1": section("Art")}, {})).without == (("1", Reason.NO_TEACHER),)


def test_the_command_counts_pages_or_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = "propertyName,value\noneroster.version,1.1\nfile.orgs,bulk\n"
    (tmp_path / "manifest.csv").write_text(manifest)
    with pytest.raises(CommandError, match=r"orgs\.csv: This file is missing"):
        call_command("check_roster", tmp_path)
    (tmp_path / "orgs.csv").write_text("sourcedId,name,type\ns,Lincoln,school\n")
    call_command("check_roster", tmp_path)
    assert "1 schools, 0 staff, 0 sections as 0 pages, 0 without" in capsys.readouterr().out
