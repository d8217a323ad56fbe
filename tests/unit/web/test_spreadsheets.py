"""A CSV file of a list holds no formulas."""

import pytest

from district_cms.web.tables import harmless, holdable


@pytest.mark.parametrize("value", [
    "=1+1@evil.example", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\r=1",
])  # fmt: skip
def test_what_would_be_calculated_is_text(value: str) -> None:
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", [
    "ana@example.net", "", "Math 3", "+1 406-555-0123", "-3.5", "(406) 555-0123", "a=b",
])  # fmt: skip
def test_everything_else_is_as_it_was_typed(value: str) -> None:
    assert harmless(value) == value


def test_what_no_excel_file_can_hold_is_a_space() -> None:
    assert holdable("Leaves\x0bin fall\x00\x1f") == "Leaves in fall  "
    assert holdable("Two\nlines\tand ñ") == "Two\nlines\tand ñ"
