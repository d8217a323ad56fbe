"""What is said plainly is asked about though its few words weigh nothing."""

from dataclasses import replace
from datetime import date

import pytest

from district_cms.checks.privacy import RULES, PrivacyRules, check_html, check_text, name_key

DAY = PrivacyRules(today=date(2026, 11, 24))


def rules_of(text: str, rules: PrivacyRules = DAY) -> set[str]:
    return {fault.rule for fault in check_text(text, rules=rules)}


@pytest.mark.parametrize("text", [
    "Maria Lopez is in special education.",
    "Devon Carter receives special education services.",
    "Maria goes to therapy.",
    "Leo Hart goes to counseling on Tuesdays.",
    "Maria Lopez and Devon Carter are in special education.",
    "Students in special education: Maria Lopez, Devon Carter",
    "Special education students: Maria Lopez, Devon Carter",
    "Our ELL students are Leo Hart, Chen Wei and Rosa Mejia.",
    "Students with IEPs: Maria Lopez and Devon Carter.",
    "The students with IEPs are Maria Lopez and Devon Carter.",
])  # fmt: skip
def test_support_that_somebody_gets_is_asked_about(text: str) -> None:
    found = rules_of(text)
    assert any(rule.startswith(("support", "personal", "health")) for rule in found), found


@pytest.mark.parametrize("text", [
    "The Lopez family lives at 214 Maple Street.",
    "The Garcia family: 214 Maple Street, 406-555-0148",
    "Call the Garcia family at 406-555-0148.",
    "The Lopez family can be reached at 406-555-0148.",
    "The Johnsons live at 214 Maple Street; call 406-555-0148.",
    "The Johnsons' number is 406-555-0148.",
    "Maria's home phone is 406-555-0148.",
])  # fmt: skip
def test_how_a_family_is_reached_is_asked_about(text: str) -> None:
    assert "contact-maybe-beside-name" in rules_of(text)


def test_who_fails_is_asked_about() -> None:
    assert "grade-maybe-beside-name" in rules_of("Students failing: Maria Lopez, Devon Carter")


@pytest.mark.parametrize("text", [
    "Maria Lopez, special education teacher, is in room 12.",
    "Maria Lopez is in the special education department.",
    "Questions about IEPs? Maria Lopez answers them at 406-555-0148.",
    "Students with IEPs are welcome at the open house. Maria Lopez will greet everyone.",
    "Read the book about Melody, who goes to special education classes, and write a letter.",
    "Thanks to the Garcia family for the pumpkins!",
    "The Garcia Family Clinic, 214 Maple Street, offers flu shots.",
    "The Falcons play at 406 Stadium Way on Friday.",
    "Mrs. Garcia has speech therapy for the whole class on Monday.",
    "The Johnsons live at the foot of the mountain in our story.",
])  # fmt: skip
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert rules_of(text) == set()


def test_whoever_works_here_is_not_asked_about() -> None:
    staff = replace(DAY, staff=frozenset({name_key("Maria Lopez")}))
    assert rules_of("Maria Lopez is in special education.", staff) == set()


def test_it_asks_and_never_blocks() -> None:
    found = rules_of("Maria Lopez is in special education.")
    assert found
    assert not any(RULES[rule].blocks for rule in found)


@pytest.mark.parametrize("html", [
    "<p>We read.</p><ul><li>Maria Lopez is in special education.</li></ul><p>Bring a ruler.</p>",
    "<p>Supplies</p><ul><li>Glue</li><li>Call the Garcia family at 406-555-0148.</li></ul>",
])  # fmt: skip
def test_no_list_around_it_explains_it(html: str) -> None:
    assert check_html(html, rules=DAY)
