"""Required statements about a picture: who is in it, whose it is, and releases on file."""

import pytest

from district_cms.checks.privacy.pictures import check_picture


@pytest.mark.parametrize(
    "people, release, source, rules",
    [
        ("none", False, "stock", []),
        ("none", True, "district", []),
        ("adults", False, "staff", []),
        ("students", True, "student", []),
        ("students", True, "family", []),
        ("students", False, "staff", ["photo-release-missing"]),
        ("", False, "staff", ["picture-people-missing"]),
        ("", True, "staff", ["picture-people-missing"]),
        ("everyone", True, "staff", ["picture-people-missing"]),
        ("none", False, "", ["picture-source-missing"]),
        ("none", False, "internet", ["picture-source-missing"]),
        ("students", False, "", ["photo-release-missing", "picture-source-missing"]),
        ("", False, "", ["picture-people-missing", "picture-source-missing"]),
    ],
)
def test_statements_about_a_picture(
    people: str, release: bool, source: str, rules: list[str]
) -> None:
    assert [fault.rule for fault in check_picture(people, release, source)] == rules
