"""A district's own patterns for student numbers: which are refused, and why."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy import check_text
from district_cms.checks.privacy.normalizing import undisguise
from district_cms.checks.privacy.student_numbers import (
    STUDENT_NUMBER_PATTERNS,
    PrivacyRules,
    check_pattern,
)


@pytest.mark.parametrize(
    "pattern",
    [
        *STUDENT_NUMBER_PATTERNS,
        r"\bLV-\d{6}\b",
        r"card (?P<number>\d+)",
        r"(?:no|nr)\.? ?\d{5,10}",
        r"[A-Z(]{2}\d{3,}",
        r"\(\d+\)",
        r"(?:ab|cd){2,4}\d",
        r"[]+*]\d+",
    ],
)
def test_a_plain_pattern_is_accepted(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern, reason",
    [
        (r"(\d+", "not a clear regular expression"),
        (r"*", "not a clear regular expression"),
        (r"[[", "not a clear regular expression"),
        (r"a{99999999999}", "not a clear regular expression"),
        (r"(?#a)b", "a comment"),
        (r"(?x)a b # c", "a comment"),
        (r"a(?i-x:b)", "a comment"),
        (r"\d+ \d+ \d+ \d+ \d+", "more than 4 times"),
        (r"", "empty text"),
        (r"\d*", "empty text"),
        (r" ?", "empty text"),
        (r"(\d+)+x", "repeats a repetition"),
        (r"(?:\d+ ?)*x", "repeats a repetition"),
        (r"(a|aa)+x", "repeats a repetition"),
        (r"((a)*b)+x", "repeats a repetition"),
        (r"(\d{2,})+x", "repeats a repetition"),
        (r"(\d+){3,}x", "repeats a repetition"),
        (r"(\d+){50}x", "repeats a repetition"),
        (r"x" * 501, "longer than 500"),
    ],
)
def test_a_dangerous_pattern_is_refused_with_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_pattern(pattern)


def test_a_check_with_a_refused_pattern_fails_instead_of_passing() -> None:
    with pytest.raises(ValueError, match="repeats"):
        check_text("anything", rules=PrivacyRules(date(2026, 11, 24), (r"(a+)+b",)))


@given(st.text(alphabet="ab(|)*+?{}2,[]\\d ", max_size=15))
def test_any_pattern_is_accepted_or_refused(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except ValueError:
        return
    assert re.compile(pattern).search("") is None


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    once = undisguise(text)
    assert "\t" not in once
    assert "  " not in once
    assert not any(char.isdecimal() and char not in "0123456789" for char in once)


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="`")))
def test_ascii_without_quotes_is_left_alone(text: str) -> None:
    assert undisguise(text) == text
