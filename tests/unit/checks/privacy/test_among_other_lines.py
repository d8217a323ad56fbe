"""A private sentence is found on a page as it is alone: the lines around it explain nothing."""

from datetime import date

import pytest

from district_cms.checks.privacy import RULES, check_html
from district_cms.checks.privacy.student_numbers import PrivacyRules

DAY = PrivacyRules(today=date(2026, 11, 24))
PAGES = {
    "list": "<p>We read.</p><ul><li>{}</li></ul><p>Bring a ruler.</p>",
    "errands": "<ul><li>Bring a ruler.</li><li>{}</li><li>Return library books.</li></ul>",
    "heading": "<h3>This week</h3><p>We read.</p><p>{}</p><p>The concert is on Friday at 7.</p>",
    "table": "<table><tr><th>Day<th>What<tr><td>Monday<td>We read.<tr><td>Tuesday<td>{}"
    "<tr><td>Friday<td>Concert in the gym</table>",
}
BLOCKED = (
    "Grade: B- for Maria Lopez",
    "Maria Lopez is failing math.",
    "Maria Lopez has 12 missing assignments.",
    "Maria Lopez has asthma.",
    "Maria Lopez has an IEP.",
    "Maria Lopez was suspended.",
    "Maria Lopez was absent on Monday.",
    "Maria Lopez is in foster care.",
    "Maria Lopez, password: tiger99",
    "Maria Lopez lives at 12 Elm Street.",
    "Juan Pérez faltó ayer.",
)
ASKED = (
    "Jaylen has asthma.",
    "Call Maria's house at 303-555-0134.",
    "Jonah Becker got a 47 on Friday's quiz and has to retake it.",
    "Dylan Fox is repeating ninth grade.",
    "Wyatt Dunn tested positive for COVID.",
    "Brandon's parents cannot pay for the field trip.",
    "Alex Kim's login is akim27, password Tiger44.",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("said", BLOCKED)
def test_a_line_that_blocks_alone_blocks_among_other_lines(said: str, page: str) -> None:
    found = check_html(PAGES[page].format(said), rules=DAY)
    assert any(RULES[fault.rule].blocks for fault in found)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("said", ASKED)
def test_a_line_that_raises_a_question_alone_raises_it_among_other_lines(
    said: str, page: str
) -> None:
    assert check_html(PAGES[page].format(said), rules=DAY)


ROSTER = (
    "<p>Science fair ribbons: Cheng Yang first, Hser Moo second.</p><p>{}</p>"
    "<p>Homecoming court: Lily Standing Bear, Caleb Winter.</p>"
    "<p>Question 2: Oliver S. and Pheej.</p>"
)


@pytest.mark.parametrize("said", BLOCKED)
def test_a_line_that_blocks_alone_raises_a_question_among_many_names(said: str) -> None:
    assert check_html(ROSTER.format(said), rules=DAY)


@pytest.mark.parametrize("html", [
    ("<h3>Wrestling results</h3><table><tr><td>106<td>Tswv Yang, pin 1:12"
    "<tr><td>132<td>Omar Dirie, dec. 6-3<tr><td>170<td>Gus Haberman, lost 2-4</table>"),
    ("<p>Track and field</p><ul><li>Maria Lopez, javelin 92-4</li><li>Devon Carter, shot 41-2</li>"
    "<li>Omar Dirie, mile 5:12</li></ul>"),
])  # fmt: skip
def test_a_roster_still_explains_its_lines(html: str) -> None:
    assert check_html(html, rules=DAY) == []
