"""What an entry of the log says beside who, what and when."""

from typing import Any

import pytest

from district_cms.reports.log.report import details_of
from district_cms.reports.log.words import words_of


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, ""),
        ({}, ""),
        ({"reason": "A parent asked", "rows": 12}, "reason: A parent asked; rows: 12"),
        ({"for_all": True, "broken": ""}, "for all: yes"),
        ({"schools": ["4 Juniper Creek", "9 Sunrise"]}, "schools: 4 Juniper Creek, 9 Sunrise"),
        ({"after": {"title": "Ms. Ray", "slug": "ms-ray"}}, "after: title Ms. Ray, slug ms-ray"),
        ({"rows": 0}, "rows: 0"),
        ({"ends_at": "2019-02-05T05:30:00+00:00"}, "ends at: Monday, February 4, 2019, 10:30 pm"),
    ],
)
def test_details_are_words(data: dict[str, Any] | None, said: str) -> None:
    assert details_of("page.taken_down", data) == said


def test_documents_for_a_signature_are_visible_only_to_reviewers() -> None:
    assert details_of("entitlement.declared", {"staff": "Elena Rivera", "basis": "member"}) == ""


def test_an_action_without_words_keeps_its_name() -> None:
    assert words_of("page.taken_down") == "Took a page down"
    assert words_of("older.action") == "older.action"
