"""Whose address it is, and what the office's list may contain."""

import pytest

from district_cms.students.rows import parse_students
from district_cms.students.rules import Standing, is_student_address, standing

DOMAINS = ("students.larkspur.example",)
SCHOOLS = {"larkspur high": 1, "org-7": 2}
LISTED, UNLISTED = Standing.LISTED, Standing.UNLISTED


@pytest.mark.parametrize(
    "student_address, staff, listed, students_may_follow, expected",
    [
        # A parent's address may follow anything, whatever the list says.
        (False, False, False, True, None),
        (False, False, True, True, None),
        (False, False, False, False, None),
        # So may a teacher's, if staff and students share a domain.
        (True, True, False, True, None),
        (True, True, True, False, None),
        # A student: by the list, and by the district's setting.
        (True, False, True, True, LISTED),
        (True, False, False, True, UNLISTED),
        (True, False, True, False, UNLISTED),
        (True, False, False, False, UNLISTED),
    ],
)
def test_what_an_address_may_follow(
    student_address: bool,
    staff: bool,
    listed: bool,
    students_may_follow: bool,
    expected: Standing | None,
) -> None:
    found = standing(
        student_address=student_address,
        staff=staff,
        listed=listed,
        students_may_follow=students_may_follow,
    )
    assert found is expected


@pytest.mark.parametrize(
    "address, expected",
    [
        ("kai@students.larkspur.example", True),
        ("kai@high.students.larkspur.example", True),
        ("kai@larkspur.example", False),
        ("kai@otherstudents.larkspur.example", False),
        ("students.larkspur.example@example.net", False),
    ],
)
def test_a_student_address_is_of_a_student_domain_or_below_it(address: str, expected: bool) -> None:
    assert is_student_address(address, DOMAINS) is expected


def read(text: str, domains: tuple[str, ...] = DOMAINS):  # type: ignore[no-untyped-def]
    return parse_students(text.encode(), schools=SCHOOLS, domains=domains)


def test_a_row_is_an_address_a_school_and_a_grade_and_nothing_else() -> None:
    rows = read(
        "Email,School,Grade,Name,Birthday\n"
        "Kai@Students.Larkspur.example,Larkspur HIGH,09,Kai Moreno,2011-02-03\n"
        "lena@students.larkspur.example,org-7,12,Lena Abel,2008-05-06\n"
    )
    assert not rows.errors
    assert [(row.address, row.school, row.grade) for row in rows.students] == [
        ("kai@students.larkspur.example", 1, 9),
        ("lena@students.larkspur.example", 2, 12),
    ]


@pytest.mark.parametrize(
    "line, fault",
    [
        ("no address,Larkspur High,9", "bad-address"),
        (",Larkspur High,9", "bad-address"),
        ("parent@example.net,Larkspur High,9", "other-domain"),
        ("kai@students.larkspur.example,Juniper Creek Elementary,9", "unknown-school"),
        ("kai@students.larkspur.example,Larkspur High,8", "bad-grade"),
        ("kai@students.larkspur.example,Larkspur High,", "bad-grade"),
        ("first@students.larkspur.example,Larkspur High,10", "twice"),
    ],
)
def test_a_wrong_line_is_refused_and_named_by_its_number(line: str, fault: str) -> None:
    rows = read(f"email,school,grade\nfirst@students.larkspur.example,Larkspur High,9\n{line}\n")
    assert [(error.row, error.fault) for error in rows.errors] == [(3, fault)]


def test_without_student_domains_no_list_is_taken() -> None:
    rows = read("email,school,grade\nkai@students.larkspur.example,Larkspur High,9\n", domains=())
    assert [error.fault for error in rows.errors] == ["no-domains"]
    assert not rows.students
