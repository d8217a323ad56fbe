"""Student numbers: beside their labels, disguised by unusual characters, and lookalikes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.findings import Fault
from district_cms.checks.privacy import check_file_words, check_html, check_table, check_text
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))


def excerpts(text: str, rules: PrivacyRules = RULES) -> list[str]:
    return [f.excerpt for f in check_text(text, rules=rules) if f.rule == "student-number"]


def rules_of(faults: list[Fault]) -> set[str]:
    return {fault.rule for fault in faults}


@pytest.mark.parametrize(
    "text, excerpt",
    [
        ("Student ID 1234567", "Student ID 12•••••"),
        ("Her student id: 12345.", "student id: 12•••"),
        ("Student #: 20314567", "Student #: 20••••••"),
        ("Student number 123 4567", "Student number 12• ••••"),
        ("Student ID number: 12-34567", "Student ID number: 12-•••••"),
        ("Student I.D. 1234567", "Student I.D. 12•••••"),
        ("Student's ID is 1234567", "Student's ID is 12•••••"),
        ("Student IDs: 1234567, 2345678", "Student IDs: 12•••••"),
        ("STUDENT ID=1234567890", "STUDENT ID=12••••••••"),
        ("Pupil no. 1234567", "Pupil no. 12•••••"),
        ("State student ID 1234567", "student ID 12•••••"),
        ("Student login: 2031456", "Student login: 20•••••"),
        ("SID 1234567", "SID 12•••••"),
        ("(SID#1234567)", "SID#12•••••"),
        ("Lunch PIN: 48213", "Lunch PIN: 48•••"),
        ("Her lunch number is 4821", "lunch number is 48••"),
        ("Meal code 48213", "Meal code 48•••"),
        ("Número de estudiante: 1234567", "Número de estudiante: 12•••••"),
        ("ID del alumno 1234567", "ID del alumno 12•••••"),
        ("Clave del almuerzo: 4821", "Clave del almuerzo: 48••"),
        ("Clave de lonche: 4821", "Clave de lonche: 48••"),
        ("Lunch account 48213", "Lunch account 48•••"),
        ("PowerSchool ID: 1234567", "PowerSchool ID: 12•••••"),
        ("Infinite Campus ID number 1234567", "Infinite Campus ID number 12•••••"),
        ("His school ID is 1234567.", "His school ID is 12•••••"),
        ("1234567 is her student ID", "12••••• is her student ID"),
        ("Maria 1234567 (student number)", "12••••• (student number"),
        ("SSN: 512-44-8830", "SSN: 51•-••-••••"),
        ("Student SSN: 512448830", "SSN: 51•••••••"),
        ("Social Security number 512 44 8830", "Social Security number 51• •• ••••"),
        ("Seguro social: 512-44-8830", "Seguro social: 51•-••-••••"),
        ("512-44-8830", "51•-••-••••"),
        ("State student identifier: 880014523", "student identifier: 88•••••••"),
        ("SASID 880014523", "SASID 88•••••••"),
    ],
)
def test_a_number_beside_its_words_is_found_and_masked(text: str, excerpt: str) -> None:
    assert excerpts(text) == [excerpt]


@pytest.mark.parametrize(
    "text",
    [
        "Student\u00a0ID\u00a01234567",
        "Student ID 12\u200b34\u200d567",
        "Student ID 12\u00ad34\ufeff567",
        "Stu\u200bdent ID 1234567",
        "Student ID １２３４５６７",  # noqa: RUF001
        "Ｓtudent ID 1234567",  # noqa: RUF001
        "Student ID 𝟏𝟐𝟑𝟒𝟓𝟔𝟕",  # noqa: RUF001
        "Student ID ①②③④⑤⑥⑦",
        "Student ID ١٢٣٤٥٦٧",
        "Student ID 1\u03362\u03363\u03364\u03365\u0336",
        "Student ID 1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e3",
        "Student ID 12‑34‑567",  # noqa: RUF001
        "Student ID – 1234567",
        "Student\tID\t\t1234567",
        "Student ID 1234567\u2028next line",
    ],
)
def test_unusual_characters_cannot_hide_a_number(text: str) -> None:
    assert len(excerpts(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1234567",
        "The population of Montana is 1084225.",
        "Call 406-555-0123.",
        "Student ID: 406-555-0123",
        "Student ID office: 555-0123",
        "Student ID 2026-2027",
        "Student number 2026-27",
        "Student ID pictures are taken on 11/24/2026.",
        "Student ID day: 2026-11-24",
        "ISBN 9780064400558",
        "Bring your student ID card to the library.",
        "Replacing a student ID costs $10000 in play money.",
        "Student ID office - 12500 Mullan Road",
        "Student ID 12345 N. Reserve Street",
        "Student number 1 in line was the principal.",
        "Student numbers grew to 10500.",
        "The number of students is 10500.",
        "Enrollment: 12345 students",
        "Students: 12345",
        "student idea 12345",
        "Zoom meeting ID: 812 3456 7890",
        "Meeting ID 123456789",
        "Order number 1234567 arrived.",
        "Sid ordered 12345 stickers.",
        "The lunch count is 12345.",
        "Lunch number 5 is pizza.",
        "Student ID 123456789012345",
        "Student ID 1234",
        "Student ID 12345%",
        "Número de estudiantes: 10500",
        "ISBN 978-03-0640-6157",
        "The Social Security Act of 1935",
        "Bring your SSN card on 11-24-2026.",
    ],
)
def test_other_numbers_are_no_student_numbers(text: str) -> None:
    assert excerpts(text) == []


@pytest.mark.parametrize("words, digits", [
    ("SSN", "512-44-8830"), ("Student SSN", "512448830"), ("", "512-44-8830"),
    ("State student identifier", "880014523"),
])  # fmt: skip
def test_a_number_alone_is_found_in_cells_and_file_names(words: str, digits: str) -> None:
    read = {
        "cell": check_table([[f"{words}: {digits}"]], rules=RULES),
        "row": check_table([[words, digits]], rules=RULES),
        "column": check_table([["Date", words], ["11/24", digits]], rules=RULES),
        "column of a page": check_html(
            f"<table><tr><th>{words}</th></tr><tr><td>{digits}</td></tr></table>", rules=RULES
        ),
        "file": check_file_words(f"{words} {digits}.pdf".strip(), rules=RULES),
        "link": check_html(f'<a href="/files/{words}_{digits}.pdf">Open</a>', rules=RULES),
    }
    silent = [place for place, faults in read.items() if "student-number" not in rules_of(faults)]
    assert silent == []


def test_the_districts_own_pattern_is_searched_for() -> None:
    rules = PrivacyRules(RULES.today, (r"\bLV-(?P<number>\d{6})\b", r"\bbadge [A-Z]\d{4}\b"))
    assert excerpts("Her card says lv-123456.", rules) == ["lv-12••••"]
    assert excerpts("Take badge Q1234 along", rules) == ["badge Q12••"]
    assert excerpts("Student ID 1234567", rules) == []


def test_a_number_that_two_patterns_match_is_reported_once() -> None:
    rules = PrivacyRules(RULES.today, (*RULES.student_numbers, r"ID (?P<number>\d{7})"))
    assert excerpts("Student ID 1234567", rules) == ["Student ID 12•••••"]


@pytest.mark.parametrize("before", [0, 1990, 2000, 2190, 2201, 5000])
def test_a_number_is_found_wherever_it_stands_in_a_long_line(before: int) -> None:
    assert excerpts("x" * before + " student ID 1234567 and more" * 1) == ["student ID 12•••••"]


@given(st.text(), st.integers(10**6, 10**7 - 1))
def test_the_whole_number_is_never_repeated(text: str, number: int) -> None:
    for fault in check_text(f"{text}\nStudent ID {number}", rules=RULES):
        assert str(number) not in fault.excerpt
        assert len(fault.excerpt) <= 120
