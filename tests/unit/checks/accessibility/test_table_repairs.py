"""Infers the title or headings of a table that lacks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.accessibility import check_table
from district_cms.checks.accessibility.tables.repairing import (
    headings_in_first_row,
    title_in_first_row,
)
from district_cms.checks.accessibility.words import squeeze

FACTS = [["Day", "Pages"], ["Monday", "12"], ["Tuesday", "13"]]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ([["Pages to read", ""], *FACTS], "Pages to read"),
        ([["Pages to read", None], *FACTS], "Pages to read"),
        # A cell over all columns is pasted into each of them.
        ([["Pages  to read"], *FACTS], "Pages to read"),
        (FACTS, ""),
        # A heading is missing, and it is not known which.
        ([["Day", ""], ["Monday", "12"], ["Tuesday", "13"]], ""),
        ([["Pages to read", ""], ["Day", ""], ["Monday", "12"]], ""),
        ([["Pages to read", ""], ["Day", "Pages"]], ""),
        ([["", "Pages to read"], *FACTS], ""),
        ([["Pages", ""], *FACTS], ""),
        ([["Pages to read"], ["Day"], ["Monday"]], ""),
        (None, ""),
        ([], ""),
    ],
)
def test_a_title_above_the_headings_is_recognized(data: object, title: str) -> None:
    assert title_in_first_row(data) == title  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "is_certain"),
    [
        (FACTS, True),
        ([["", "Monday", "Tuesday"], ["Math", "plus", "minus"]], True),
        ([["Day", "Book"], ["Monday", "Frogs"]], False),
        ([["", "Monday"], ["", "Frogs"]], False),
        ([["Week 1", "Pages"], ["Week 2", "13"]], False),
        ([["Day", "Pages"], ["Day", "13"]], False),
        ([["Day", ""], ["Monday", "13"]], False),
        ([["Pages to read", ""], *FACTS], False),
        ([["Day", "Pages"]], False),
        (None, False),
    ],
)
def test_headings_above_numbers_or_beside_an_empty_corner_are_recognized(
    data: object, is_certain: bool
) -> None:
    assert headings_in_first_row(data) is is_certain  # type: ignore[arg-type]


CELLS = st.one_of(st.none(), st.sampled_from(["", " ", "Day", "Pages", "12", "Frogs"]), st.text())


@given(st.lists(st.lists(CELLS, max_size=4), max_size=5))
def test_a_repaired_table_has_no_such_finding(
    data: list[list[str | None]],
) -> None:
    if title := title_in_first_row(data):
        rules = {fault.rule for fault in check_table(data[1:], True, False, title)}
        assert rules.isdisjoint({"table-caption", "table-no-headers"})
        assert {squeeze(cell or "") for cell in data[0]} <= {"", title}
    if headings_in_first_row(data):
        rules = {fault.rule for fault in check_table(data, True, False, "Title")}
        assert rules.isdisjoint({"table-no-headers"})
