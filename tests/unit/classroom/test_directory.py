"""A school's teachers by last name, grouped by letters if there are many."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from classroom.presentation.pages import FOLDED_FROM, OF_A_GROUP, folded, in_order


def teacher(last_name: str, first_name: str = "Ada", classes: int = 0) -> dict[str, Any]:
    room = {
        "title": "Math 3",
        "url": "/juniper-creek/ms-rivera/2026-27/math-3/",
        "grade_label": "Grade 3",
        "subject_label": "Math",
        "section": "Period 2",
        "room": "14",
        "updated_on": dt.date(2026, 11, 24),
        "next_due": dt.date(2026, 12, 1),
    }
    return {
        "name": f"Ms. {last_name}",
        "last_name": last_name,
        "first_name": first_name,
        "title": f"{first_name} {last_name}, Teacher",
        "anchor": f"teacher-ms-{last_name.lower()}",
        "url": f"/juniper-creek/ms-{last_name.lower()}/",
        "classes": [room] * classes,
    }


def letters(*names: str, fewest: int = 0, most: int = 2) -> list[tuple[str, str, int]]:
    groups = folded(in_order(map(teacher, names)), fewest=fewest, most=most)
    return [(each["first"], each["last"], len(each["teachers"])) for each in groups]


@pytest.mark.parametrize("names, expected", [
    ([], []),
    (["Adams"], [("A", "A", 1)]),
    (["Adams", "Baker"], [("A", "B", 2)]),
    (["Adams", "Baker", "Chen"], [("A", "B", 2), ("C", "C", 1)]),
    (["Chen", "Adams", "Zamora"], [("A", "C", 2), ("Z", "Z", 1)]),
    # Teachers with the same letter stay in one group.
    (["Adams", "Abel", "Ames", "Baker"], [("A", "A", 3), ("B", "B", 1)]),
    (["Abel", "Baker", "Bell"], [("A", "A", 1), ("B", "B", 2)]),
    # In the order that readers expect: ignoring accents, capitals and punctuation.
    (["Álvarez", "Baker"], [("A", "B", 2)]),
    (["de la Cruz", "Dunn", "O'Brien"], [("D", "D", 2), ("O", "O", 1)]),
    (["Ñandú", "Nuñez"], [("N", "N", 2)]),
])  # fmt: skip
def test_letters_that_have_few_teachers_share_a_group(
    names: list[str], expected: list[tuple[str, str, int]]
) -> None:
    assert letters(*names) == expected


@pytest.mark.parametrize(
    "number, is_folded", [(0, False), (FOLDED_FROM - 1, False), (FOLDED_FROM, True)]
)
def test_only_many_teachers_are_grouped(number: int, is_folded: bool) -> None:
    assert bool(folded([teacher(f"Name{each}") for each in range(number)])) == is_folded


def test_names_are_in_the_order_of_readers_and_not_of_a_database() -> None:
    mixed = ["Zamora", "Álvarez", "adams", "Nuñez", "Nunn"]
    assert [each["last_name"] for each in in_order(map(teacher, mixed))] == [
        *("adams", "Álvarez", "Nuñez", "Nunn", "Zamora")
    ]
    one_letter = in_order(map(teacher, ["Jay", "\u0131lgaz", "Ivers"]))
    assert [each["last_name"] for each in one_letter] == ["Ivers", "\u0131lgaz", "Jay"]
    two = in_order([teacher("Bell", "Zoë"), teacher("Bell", "Ana")])
    assert [each["first_name"] for each in two] == ["Ana", "Zoë"]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=FOLDED_FROM, max_size=80))
def test_each_teacher_is_in_one_group_and_each_letter_too(names: list[str]) -> None:
    listed = in_order(map(teacher, names))
    groups = folded(listed)
    assert [one for group in groups for one in group["teachers"]] == listed
    bounds = Counter(each for group in groups for each in {group["first"], group["last"]})
    assert set(bounds.values()) == {1}
    for group in groups:
        assert len(group["teachers"]) <= OF_A_GROUP or group["first"] == group["last"]


def shown(teachers: list[dict[str, Any]]) -> str:
    return render_to_string(
        "components/directory.html", {"teachers": teachers, "groups": folded(teachers)}
    )


def test_a_small_school_shows_all_of_its_teachers_ungrouped() -> None:
    page = html.fromstring(f"<main>{shown([teacher('Rivera', classes=2)])}</main>")
    assert page.xpath("//details") == []
    assert [each.text for each in page.xpath("//h3/a")] == ["Ms. Rivera"]
    assert len(page.xpath("//h4/a")) == 2


def test_a_large_school_groups_them_by_letters_with_counts() -> None:
    names = [f"{letter}{end}" for letter in "ABCDE" for end in ("arr", "ell", "ond", "unn", "yrd")]
    page = html.fromstring(f"<main>{shown(in_order(map(teacher, names)))}</main>")
    said = [" ".join(each.text_content().split()) for each in page.xpath("//details/summary")]
    assert said == ["A to B 10 teachers", "C to D 10 teachers", "E 5 teachers"]
    # Closed, but with all content: browsers find text there, and open the group for an address.
    assert page.xpath("//details[@open]") == []
    assert len(page.xpath("//details//li[@id]//h3/a")) == len(names)


def test_fifty_teachers_with_four_classes_are_at_most_95_kilobytes() -> None:
    names = (f"{letter}name{number}" for letter in "ABCDEFGHIJ" for number in range(5))
    assert len(shown([teacher(name, classes=4) for name in names]).encode()) <= 95_000
