"""A query whose text is made once is, of everyone and on every day, what Django would write."""

from typing import Any

import pytest
from time_machine import travel

from classroom import permissions
from district_cms.people import selectors
from district_cms.web.statements.prepared import AskedByEveryone

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
