"""Names with a login and a password are asked about, though no word says what they are."""

from datetime import date

import pytest

from district_cms.checks.privacy import PrivacyRules, check_html

RULES = PrivacyRules(today=date(2026, 11, 24))
TWO = ("Jolina", "jbautista31", "Taco2291"), ("Omar", "redfox88", "Pizza7713")


def asked(html: str) -> set[str]:
    return {fault.rule for fault in check_html(html, rules=RULES)}


@pytest.mark.parametrize(
    "html",
    [
        "<p>Jolina – jbautista31 / Taco2291</p>",
        "<p>Jolina: jbautista31, Taco2291</p>",
        "<p>Jolina Bautista jbautista31 taco2291!</p>",
        "<ul><li>Jolina – jbautista31 / Taco2291</li><li>Bring a pencil.</li></ul>",
        "<p>For today</p><p>Jolina – jolina.b04 / Taco2291<br>Kwame – k.mensah / Frog8812</p>",
        "<p>Jolina – jbautista31@k12.example / Taco2291</p>",
        "<ul>" + "".join(f"<li>{' – '.join(row)}</li>" for row in TWO) + "</ul>",
        "<p>" + "<br>".join(f"{name}: {login} {word}" for name, login, word in TWO) + "</p>",
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TWO)
        + "</table>",
    ],
)
def test_a_name_with_a_login_and_a_password_is_asked_about(html: str) -> None:
    assert "number-maybe-beside-name" in asked(html)


def test_neither_the_family_name_nor_the_password_is_repeated() -> None:
    (fault,) = check_html("<p>Jolina Bautista – jbautista31 / Taco2291</p>", rules=RULES)
    assert "2291" not in fault.excerpt
    assert "autista" not in fault.excerpt


@pytest.mark.parametrize(
    "html",
    [
        "<p>Unit 3 – section12 / Lesson14</p>",
        "<p>Read chapter10 / Pages114 before Friday</p>",
        "<ul><li>Room – wing2 / Room204</li><li>Gym – wing1 / Court2</li></ul>",
        "<p>Visit larkspur.example / Room12B</p>",
        "<p>Math 3 – unit03 / Practice12</p>",
        "<table><tr><td>Week</td><td>unit12</td><td>Lesson14</td></tr></table>",
        "<p>Download – worksheet12.docx / Version2</p>",
    ],
)
def test_what_only_looks_like_it_raises_no_alarm(html: str) -> None:
    assert asked(html) == set()
