"""A query whose text is made once is, of everyone and on every day, what Django would write."""

import datetime as dt
from typing import Any

import pytest
from time_machine import travel
from wagtail.models import Page

from classroom import permissions
from classroom.models import ClassroomTeacher
from district_cms.people import selectors
from district_cms.people.roles import Role
from district_cms.web.statements.prepared import AskedByEveryone
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

QUERIES = {"own pages": permissions.OWN, "schools led": selectors.SCHOOLS_LED}
# The districts' day, not that of UTC: at 06:30 UTC it is still the evening before.
MOMENTS = ("2026-11-24T18:00+00:00", "2027-01-01T06:30+00:00", "2028-02-29T12:00+00:00")


def as_django_writes(query: AskedByEveryone, account: int) -> tuple[str, tuple[Any, ...]]:
    return query.make(account).query.sql_with_params()


@pytest.mark.parametrize("name", QUERIES)
def test_the_text_and_what_is_asked_are_those_of_django_for_anyone_on_any_day(name: str) -> None:
    query = QUERIES[name]
    for begun in MOMENTS:
        query.forget()
        with travel(begun, tick=False):
            query.statement(1)  # written now, asked later
        for moment in MOMENTS:
            with travel(moment, tick=False):
                for account in (1, 2, 99_999_999):
                    assert query.statement(account) == as_django_writes(query, account)


def test_the_account_and_the_day_are_in_it() -> None:
    """Else one person would get the pages of another, or today's those of another day."""
    for query in QUERIES.values():
        with travel(MOMENTS[0], tick=False):
            _sql, mine = query.statement(1)
            _sql, yours = query.statement(2)
        with travel(MOMENTS[1], tick=False):
            _sql, later = query.statement(1)
        assert mine.count(1) > yours.count(1)
        assert mine != later


def test_it_answers_with_the_same_pages_in_the_same_order(district: District) -> None:
    accounts = (district.teacher, district.principal, make_account(Role.ADMINISTRATOR))
    found = []
    for query in QUERIES.values():
        for account in accounts:
            rows = list(query.rows(account.pk))
            assert rows == list(query.make(account.pk))
            assert all(type(row) is Page for row in rows)
            assert [row.path for row in rows] == [row.path for row in query.make(account.pk)]
            found += rows
    assert {district.school.pk, district.classroom.pk} == {row.pk for row in found}


def test_an_assignment_that_ends_tonight_is_over_tomorrow(district: District) -> None:
    today = dt.date(2026, 11, 24)
    ClassroomTeacher.objects.update(until=today)
    with travel("2026-11-24T23:59-07:00", tick=False):
        assert [row.pk for row in permissions.OWN.rows(district.teacher.pk)] == [
            district.classroom.pk
        ]
    with travel("2026-11-25T00:01-07:00", tick=False):
        assert list(permissions.OWN.rows(district.teacher.pk)) == []
