"""What public pages ask is planned once in a connection, and counted as any other query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district_cms.web.statements.planned import rows_of

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="statements are prepared on PostgreSQL"
)


def prepared() -> dict[str, int]:
    """The statements that this connection has, and how often each was run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return dict(cursor.fetchall())


def test_a_statement_finds_its_rows_and_counts_as_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert rows_of("SELECT 'a' = %s, 2", ["a"]) == [(True, 2)]
    assert len(queries) == 1


@on_postgresql
def test_the_same_text_with_other_values_is_prepared_once() -> None:
    for value in ("a", "b", "c"):
        assert rows_of("SELECT %s::text AS once", [value]) == [(value,)]
    assert [runs for text, runs in prepared().items() if "AS once" in text] == [3]


@on_postgresql
def test_nothing_is_prepared_in_a_connection_that_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    assert rows_of("SELECT %s::text AS never", ["a"]) == [("a",)]
    assert not [text for text in prepared() if "AS never" in text]
