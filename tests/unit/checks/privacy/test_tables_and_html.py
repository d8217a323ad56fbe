"""Tables of students, and the text of HTML."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy import check_html, check_table
from district_cms.checks.privacy.html_text import parse, text_in
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))


@pytest.mark.parametrize(
    "data, rule, excerpt",
    [
        ([["Student", "Score"], ["Maria Lopez", "87"]], "grade-beside-name", "Maria L••••: ••"),
        ([["Name", "Quiz 1"], ["Quanah Two", "18/20"]], "grade-beside-name", "Quanah T••: ••/••"),
        ([["Maria Lopez", "B+"], ["Liam Chen", "A"]], "grade-beside-name", "Maria L••••: •+"),
        ([["Lopez, Maria", "87%"]], "grade-beside-name", "Maria L••••: ••%"),
        ([["", "Emma Garcia"], ["Quiz", "92%"]], "grade-beside-name", "Emma G•••••: ••%"),
        ([["Nombre", "Nota"], ["Maria Lopez", 9]], "grade-beside-name", "Maria L••••: •"),
        ([["Name", "Grade"], ["Maria Lopez", "B"]], "grade-beside-name", "Maria L••••: •"),
        ([["Student ID", "Book"], ["1234567", "Holes"]], "student-number", "Student ID: 12•••••"),
        ([["Student ID", 1234567]], "student-number", "Student ID: 12•••••"),
        ([["Lunch PIN:"], ["4821"]], "student-number", "Lunch PIN:: 48••"),
        ([["Name", "DOB"], ["A. B.", "3/4/2015"]], "birth-date", "DOB: •/•/••••"),
        ([["Birthday", "March 4, 2015"]], "birth-date", "Birthday: March •, ••••"),
    ],
)
def test_a_table_of_private_facts_is_found(
    data: list[list[object]], rule: str, excerpt: str
) -> None:
    faults = check_table(data, rules=RULES)
    assert [(fault.rule, fault.excerpt) for fault in faults] == [(rule, excerpt)]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        [[]],
        [[None, None], [None]],
        [["Component", "Weight"], ["Participation", "10%"], ["Lab Reports", "20%"]],
        [["Name", "Grade"], ["Emma Garcia", "5"]],
        [["Name", "Grade level"], ["Emma Garcia", "K"]],
        [["Name", "Group"], ["Emma Garcia", "A"]],
        [["Student", "Date"], ["Emma Garcia", "11/24"]],
        [["Student", "Job"], ["Emma Garcia", "Line leader"]],
        [["Student", "Points"], ["Emma Garcia", "11"]],
        [["Player", "Free throws"], ["Emma Garcia", "62%"]],
        [["Candidate", "Votes"], ["Emma Garcia", "62%"]],
        [["Teacher", "Room"], ["Ms. Rivera", "12"]],
        [["Name", "Score"], ["Ms. Rivera", "90%"]],
        [["Student work", "Score"], ["Poster", "20%"]],
        [["Skill", "Score"], ["Shows work", "18/20"]],
        [["School", "Attendance"], ["Juniper Creek", "95%"]],
        [["Book", "Weight"], ["Anne Frank", "20%"]],
        [["Day", "Minutes"], ["Monday", "90"]],
        [["Phone"], ["555-0123"]],
        [["Student ID"], ["406-555-0123"]],
        [["Student ID"], ["see card"]],
        [["Event", "Date of birth"], ["Lincoln", "2/12/1809"]],
    ],
)
def test_an_ordinary_table_raises_no_alarm(data: list[list[object]] | None) -> None:
    assert check_table(data, rules=RULES) == []


def test_a_table_of_many_students_is_reported_once() -> None:
    data = [["Student", "Score"]] + [["Maria Lopez", "87%"]] * 25
    assert len(check_table(data, rules=RULES)) == 1


def test_single_cells_are_checked_only_with_rules() -> None:
    data = [["Maria Lopez: 87%", "Student ID 1234567"]]
    assert {fault.rule for fault in check_table(data, rules=RULES)} == {
        "grade-beside-name",
        "student-number",
    }
    assert check_table(data) == []


def test_grades_beside_names_are_found_without_rules() -> None:
    assert [fault.rule for fault in check_table([["Maria Lopez", "87%"]])] == ["grade-beside-name"]


def test_a_very_ragged_table_is_read() -> None:
    data = [["x"] * 5000] + [["Maria Lopez", "87%"]] * 100
    assert [fault.rule for fault in check_table(data)] == ["grade-beside-name"]


@pytest.mark.parametrize(
    "html, rule",
    [
        ("<p>Maria Lopez: <b>87</b>%</p>", "grade-beside-name"),
        ("<ul><li>Maria <i>Lopez</i> - 87%</li></ul>", "grade-beside-name"),
        ("<p>Student ID 12<b>345</b>67</p>", "student-number"),
        ("<p>Student&nbsp;ID&nbsp;123&shy;4567</p>", "student-number"),
        ("<p>Student ID <!-- -->1234567</p>", "student-number"),
        ("<div hidden>Student ID 1234567</div>", "student-number"),
        ('<p style="display:none">DOB: 3/4/2015</p>', "birth-date"),
        ("<table><tr><td>Maria<br>Lopez<td>87%</table>", "grade-beside-name"),
        ("<table><tr><td>Maria Lopez<td><p>87%</p><p> </p></table>", "grade-beside-name"),
        ("<table><tr><th>Student<br>ID<tr><td>1234567</table>", "student-number"),
        ('<img src="a" alt="Maria Lopez: 87%">', "grade-beside-name"),
        ('<a href="/" title="Student ID 1234567">x</a>', "student-number"),
        ("<table><tr><td>Maria Lopez</td><td>87%</td></tr></table>", "grade-beside-name"),
        (
            (
                "<table><thead><tr><th>Student ID</th></tr></thead>"
                "<tbody><tr><td>1234567</td></tr></tbody></table>"
            ),
            "student-number",
        ),
        ("<p>ok</p></body></html>Student ID 1234567", "student-number"),
        ("<div>" * 5000 + "Student ID 1234567", "student-number"),
    ],
)
def test_private_facts_in_html_are_found(html: str, rule: str) -> None:
    assert [fault.rule for fault in check_html(html, rules=RULES)] == [rule]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Quiz on Friday</p><p>87%</p>",
        "<ul><li>Student ID</li><li>1234567</li></ul>",
        "<p>Juniper Creek<br>87%</p>",
        "<script>Student ID 1234567</script>",
        "",
    ],
)
def test_separate_blocks_are_not_read_together(html: str) -> None:
    assert check_html(html, rules=RULES) == []


def test_the_text_of_html_has_a_line_for_each_paragraph_and_cell() -> None:
    html = "<h2>A</h2>b<b>c</b><!-- x -->d<table><tr><td>e<td>f</table><style>g</style>h"
    root, truncated = parse(html)
    assert not truncated
    assert text_in(root, html)[0].split() == ["A", "bcd", "e", "f", "h"]


@given(st.text())
def test_any_html_can_be_checked(html: str) -> None:
    check_html(html, rules=RULES)
    check_html(f"<table><td>{html}<td>87%", rules=RULES)


CELLS = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.sampled_from(["Name", "B+"]))


@given(st.lists(st.one_of(st.none(), st.lists(CELLS, max_size=5)), max_size=5))
def test_any_values_of_a_table_can_be_checked(data: list[list[object]]) -> None:
    check_table(data, rules=RULES)
