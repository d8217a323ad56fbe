"""What the checks asked, of more pages than one statement can name."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from district_cms.figures import findings
from district_cms.publishing.models import RevisionFindings
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
A_DAY = dt.timedelta(days=1)


def checked(page: Any) -> None:
    RevisionFindings.objects.create(
        page_uuid=page.translation_key,
        title=page.title,
        ruleset="1",
        outcome="went_live",
        findings=[
            {
                "rule": "link-text",
                "wcag": "2.4.4",
                "fingerprint": "a",
                "confirmed": None,
                "excepted": None,
            }
        ],
    )


def test_no_statement_names_more_pages_than_are_asked_about_at_once(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "AT_ONCE", 5)
    for _number in range(12):
        checked(make_draft(district.classroom, **update_content(district.curriculum)))
    parameters: list[int] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        parameters.append(len(params or ()))
        return execute(sql, params, many, context)

    now = timezone.now()
    with connection.execute_wrapper(count):
        seen = findings.history(now - A_DAY, now + A_DAY)
    assert [each.school for each in seen] == [district.school.path] * 12
    assert len(parameters) == 4
    on_postgresql = connection.vendor == "postgresql"
    assert parameters[1:] == ([1, 1, 1] if on_postgresql else [5, 5, 2])
