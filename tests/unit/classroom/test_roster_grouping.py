"""Which sections of a roster become which pages."""

from dataclasses import replace
from typing import Any

import pytest

from classroom.rosters.grouping import own_key, with_pages
from classroom.rosters.sections import Section, page_facts

T, U = (("t", True),), (("u", True),)


def section(title: str, course: str = "", **fields: Any) -> Section:
    values: dict[str, Any] = {
        "school": 1,
        "title": title,
        "course": course,
        "first_day": "",
        "last_day": "",
        "course_title": "Algebra 1" if course == "a" else "",
        "periods": "",
        "grades": ("09",),
        "homeroom": False,
        "teachers": T,
        "year": "2026-27",
    }
    return Section(**{**values, **fields})


def pages(
    sections: dict[str, Section],
    earlier: dict[str, Section] | None = None,
    choices: dict[str, str] | None = None,
) -> list[tuple[str, ...]]:
    """The sections of each page; of those without one nothing."""
    found: dict[str, list[str]] = {}
    for key, each in with_pages(sections, earlier=earlier or {}, choices=choices or {}).items():
        if each.page:
            found.setdefault(each.page, []).append(key)
    return [tuple(members) for members in found.values()]


def test_sections_of_one_course_by_one_teacher_become_one_page() -> None:
    sections = {key: section(f"Algebra 1 - {key}", "a") for key in "123"}
    sections["2"] = replace(sections["2"], teachers=(("u", False), ("t", True)))
    sections["3"] = replace(sections["3"], teachers=U)
    assert pages(sections) == [("1", "2"), ("3",)]
    facts = page_facts([sections["1"], sections["2"]])
    assert (facts.title, facts.teachers, facts.subject) == ("Algebra 1", ("t", "u"), "math")


def test_an_elementary_teachers_subjects_join_the_homeroom_which_names_the_page() -> None:
    third = ("03",)
    sections = {
        "math": section("Math 3", grades=third),
        "room": section("Ms. Rivera, Grade 3", grades=third, homeroom=True),
        "music": section("Music 3", grades=third, teachers=U),
    }
    assert pages(sections) == [("math", "room"), ("music",)]
    facts = page_facts([sections["math"], sections["room"]])
    assert (facts.title, facts.subject) == ("Ms. Rivera, Grade 3", "homeroom")


def test_a_homeroom_of_older_students_stands_alone() -> None:
    sections = {"room": section("Homeroom 9", homeroom=True), "math": section("x", "a")}
    assert pages(sections) == [("room",), ("math",)]


@pytest.mark.parametrize("title", ["Advisory 9", "STUDY HALL - 3", "Lunch B"])
def test_some_titles_get_no_page_unless_a_person_gives_them_one(title: str) -> None:
    sections = {"1": section(title)}
    assert pages(sections) == []
    given = {"1": own_key("2026-27", "1")}
    assert pages(sections, choices=given) == [("1",)]
    once = with_pages(sections, earlier={}, choices=given)
    assert pages(sections, earlier=once) == [("1",)], "the next delivery keeps it"


def test_a_section_without_a_teacher_gets_no_page() -> None:
    assert pages({"1": section("Art", teachers=())}) == []


def test_what_a_person_split_or_joined_stays_so() -> None:
    sections = {key: section(f"Algebra 1 - {key}", "a") for key in "12"}
    sections["art"] = section("Art")
    split = {key: own_key("2026-27", key) for key in "12"}
    once = with_pages(sections, earlier={}, choices={**split, "art": split["1"]})
    assert pages(sections, earlier=once) == [("1", "art"), ("2",)]


def test_a_page_goes_to_another_teacher_as_a_whole_and_not_in_part() -> None:
    sections = {key: section(f"Algebra 1 - {key}", "a") for key in "12"}
    once = with_pages(sections, earlier={}, choices={})
    moved = {key: replace(each, teachers=U) for key, each in sections.items()}
    assert {each.page for each in with_pages(moved, earlier=once, choices={}).values()} == {
        once["1"].page
    }
    in_part = {"1": moved["1"], "2": sections["2"]}
    again = with_pages(in_part, earlier=once, choices={})
    assert again["2"].page == once["2"].page
    assert again["1"].page not in {"", once["1"].page}


def test_a_new_section_takes_over_the_page_of_one_of_its_course_that_left() -> None:
    once = with_pages({"period 1": section("Art"), "2": section("Band")}, earlier={}, choices={})
    corrected = {"period 3": section("Art"), "2": section("Band")}
    again = with_pages(corrected, earlier=once, choices={})
    assert again["period 3"].page == once["period 1"].page
    of_others = {"period 3": section("Art", teachers=U), "4": section("Chess")}
    pages_of_others = {
        each.page for each in with_pages(of_others, earlier=once, choices={}).values()
    }
    assert not pages_of_others & {each.page for each in once.values()}


def test_a_section_of_another_year_gets_another_page() -> None:
    once = with_pages({"1": section("Art")}, earlier={}, choices={})
    (page,) = {
        each.page
        for each in with_pages(
            {"1": section("Art", year="2027-28")}, earlier=once, choices={}
        ).values()
    }
    assert page != once["1"].page


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("AP Calculus AB", "math"),
        ("Band 7", "music"),
        ("English 10", "reading"),
        ("Computer Science", "technology"),
        ("US History", "social-studies"),
        ("PE 9", "physical-education"),
        ("Art Foundations", "arts"),
        ("Yearbook", "other"),
    ],
)
def test_the_title_says_the_subject(title: str, subject: str) -> None:
    assert page_facts([section(title)]).subject == subject


def test_a_page_lasts_as_long_as_the_longest_of_its_sections() -> None:
    fall = section("Art", first_day="2026-08-31", last_day="2027-01-15", periods="2")
    spring = replace(fall, first_day="2027-01-18", last_day="2027-06-11")
    facts = page_facts([fall, spring])
    assert (facts.first_day, facts.last_day, facts.section) == ("2026-08-31", "2027-06-11", "")
    assert page_facts([fall]).section == "Period 2"
