"""Titles of class pages: a support service and then a name is a question, nothing else is."""

from datetime import date

import pytest

from district_cms.checks.privacy import MAY_BE_OF_STAFF, RULES, check_text, check_title, name_key
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULE = "support-maybe-beside-name"
STAFF = frozenset(map(name_key, ["Elena Rivera", "Noor Haddad"]))
DAY = PrivacyRules(today=date(2026, 11, 24), staff=STAFF)


@pytest.mark.parametrize(
    "title, asks",
    [
        ("Resource - Lopez", True),
        ("Speech - Maya", True),
        ("Resource Room: Lopez", True),
        ("Resource (Maya L.)", True),
        ("Resource — M. Lopez", True),
        ("RESOURCE - LOPEZ", True),
        ("Resource - Lopez - 2", True),
        ("Life Skills - Lopez-Garcia", True),
        ("Apoyo: Nguyen", True),
        ("Resource - Elena", True),  # a given name of staff is a student's as well
        ("Resource - Omar Rivera", True),
        ("Resource - O. Rivera", True),
        ("Resource - Rivera", False),
        ("Resource - E. Rivera", False),
        ("Speech (Noor Haddad)", False),
        ("Resource - Ms. Lopez", False),
        ("Resource", False),
        ("Resource Room", False),
        ("Resource - Room 12", False),
        ("Resource - English", False),
        ("Resource: Reading", False),
        ("Speech - Grade 3", False),
        ("Speech - Lincoln", False),  # a school
        ("Speech - Spring", False),
        ("Speech - Maya Angelou", False),
        ("Speech and Debate", False),
        ("Speech and Debate - Lopez", False),
        ("Music - Choir", False),
        ("English - Ms. Lopez", False),
        ("Spanish - Lopez", False),
        ("Study Skills - Period 3", False),
        ("Algebra 1 - Honors", False),
        ("Lopez", False),
    ],
)
def test_a_name_after_a_support_service_is_one_question(title: str, asks: bool) -> None:
    assert [fault.rule for fault in check_title(title, rules=DAY)] == [RULE] * asks


def test_only_titles_are_asked_and_staff_may_be_known_by_their_family_name() -> None:
    assert check_text("Resource - Lopez", rules=DAY) == []
    assert RULE in MAY_BE_OF_STAFF
    assert not RULES[RULE].blocks
