"""Names below a heading, and tables of students: what the heading says is said of each."""

from datetime import date

import pytest

from district_cms.checks.privacy import PrivacyRules, check_html
from tests.growing import assert_grows_no_faster

TODAY = PrivacyRules(today=date(2026, 11, 24))
NAMES = "<ul><li>Maya Ruiz</li><li>Tomas Vang</li></ul>"


@pytest.mark.parametrize("heading", ["Not at standard", "Balances due", "Nurse visits"])
def test_names_below_a_heading_that_tells_something_are_asked_about(heading: str) -> None:
    assert check_html(f"<h3>{heading}</h3>{NAMES}", rules=TODAY)


@pytest.mark.parametrize("heading", [
    "Spelling bee winners", "Project groups", "Cast", "Our authors", "Student council",
])  # fmt: skip
def test_names_below_one_that_tells_nothing_are_not(heading: str) -> None:
    assert check_html(f"<h3>{heading}</h3>{NAMES}", rules=TODAY) == []


@pytest.mark.parametrize("table", [
    "<tr><td>Maya Ruiz<td>P<td>A<tr><td>Tomas Vang<td>T<td>P",
    "<tr><th>Student<th>Bus<th>Stop<tr><td>Maya Ruiz<td>12<td>Alder",
    "<tr><th>Name<th>Allergies<tr><td>Maya Ruiz<td>peanuts",
])  # fmt: skip
def test_tables_of_attendance_and_of_what_is_somebodys_own_are_asked_about(table: str) -> None:
    assert check_html(f"<table>{table}</table>", rules=TODAY)


@pytest.mark.parametrize("table", [
    "<tr><th>Teacher<th>Bus duty<tr><td>Ms. Ruiz<td>Monday",
    "<tr><td>Plan<td>P<td>A<tr><td>Group<td>A<td>P",
])  # fmt: skip
def test_other_tables_are_not(table: str) -> None:
    assert check_html(f"<table>{table}</table>", rules=TODAY) == []


@pytest.mark.parametrize("piece", [
    "<p>Maya Ruiz is failing math.</p>", "Maya Ruiz is failing math. ", "Ruiz 81, Vang 67, ",
])  # fmt: skip
def test_ten_times_as_much_takes_no_more_than_ten_times_as_long(piece: str) -> None:
    assert_grows_no_faster(lambda times: check_html(piece * times, rules=TODAY), 4_000, few=400)
