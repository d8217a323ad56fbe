"""The web program lets no statement work on for ever; the other programs do."""

import os
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from district_cms.web import bulk_sql
from district_cms.web.errors import is_busy

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="SQLite knows no such limit: who waits there waits for a lock, ten seconds",
    ),
]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bulk_sql, "SECONDS", 1)
    bulk_sql.limit_statements(connection)
    yield
    connection.close()


def test_a_statement_that_takes_too_long_ends_and_says_that_the_site_is_busy(hasty: None) -> None:
    with connection.cursor() as cursor, pytest.raises(OperationalError) as raised:
        cursor.execute("SELECT pg_sleep(20)")
    assert is_busy(raised.value)
