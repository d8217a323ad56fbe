"""Names and titles: how a signature may differ from the record."""

from dataclasses import replace

import pytest

from signatures.checking import check
from signatures.checking.required import name_words, names

from .samples import RECORD, REGISTRY


@pytest.mark.parametrize(
    ("line", "record", "named"),
    [
        ("Elena Rivera", "Elena Rivera", True),
        ("Liz Rivera", "Elena Rivera", True),
        ("Mr. O’Brien", "Tom O'Brien", True),
        ("Rivera, Liz, M.Ed.", "Elena Rivera", True),
        ("ELENA RIVERA", "Elena Rivera", True),
        ("Jose Nunez", "José Núñez", True),
        ("Ana Ruiz", "Ana Ruiz Ortega", True),
        ("Ana Ruiz-Ortega", "Ana Ruiz-Ortega", True),
        ("Ben Otter Jr.", "Ben Otter", True),
        ("Ben Otter", "Ben Otter Jr.", True),
        ("محمد علي", "محمد علي", True),
        ("Наталья Иванова", "Наталья Иванова", True),
        ("Rivera Elementary", "Elena Rivera", False),
        ("Elena", "Elena Rivera", False),
        ("elena.rivera@larkspur.example", "Elena Rivera", False),
        ("https://larkspur.example/elena rivera", "Elena Rivera", False),
        ("El\u0435na Brown", "Elena Rivera", False),
        ("", "Elena Rivera", False),
        ("Elena Rivera", "", False),
    ],
)
def test_a_line_names_a_person(line: str, record: str, named: bool) -> None:
    assert names(line, name_words(record)) is named


@pytest.mark.parametrize(
    ("title", "line", "code"),
    [
        ("Grade 3 Teacher", "Teacher", None),
        ("Grade 3 Teacher", "3rd Grade", None),
        ("Elementary Librarian", "Juniper Creek Elementary", "title-missing"),
        ("District Office Manager", "District Office", "title-missing"),
        ("Counselor", "Principal", "title-differs"),
        ("Principal", "PRINCIPAL, JUNIPER CREEK", None),
        ("Maestra de español", "Maestra", None),
        ("Wellness Guide", "Wellness Guide", None),
    ],
)
def test_a_title_may_be_shorter_but_not_different(title: str, line: str, code: str | None) -> None:
    text = f"Elena Rivera\n{line}\n406-555-0112\n"
    found = check(text, replace(RECORD, title=title), REGISTRY)
    assert [each.code for each in found] == ([code] if code else [])


def test_a_last_name_is_no_title() -> None:
    found = check("Ana Cook\n406-555-0112", replace(RECORD, name="Ana Cook"), REGISTRY)
    assert [each.code for each in found] == ["title-missing"]


def test_a_name_in_another_script_is_accepted() -> None:
    name = "\u0421\u0430\u0440\u0430 \u0418\u0432\u0430\u043d\u043e\u0432\u0430"  # Sara Ivanova
    record = replace(RECORD, name=name)
    assert check(f"{name}\nGrade 3 Teacher\n406-555-0112", record, REGISTRY) == ()
