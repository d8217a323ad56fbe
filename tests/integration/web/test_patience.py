"""The web program lets no statement work on for ever; the other programs do."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from district_cms.web.refused.unavailable import is_busy
from district_cms.web.statements import patience
from scripts.serving import ROOT
from tests.database import server_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="SQLite knows no such limit: who waits there waits for a lock, ten seconds",
    ),
]
ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0])
"""


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(patience, "SECONDS", 1)
    patience.limit_statements(connection)
    yield
    connection.close()


def test_a_statement_that_takes_too_long_ends_and_says_that_the_site_is_busy(hasty: None) -> None:
    with connection.cursor() as cursor, pytest.raises(OperationalError) as raised:
        cursor.execute("SELECT pg_sleep(20)")
    assert is_busy(raised.value)


@pytest.mark.parametrize(
    "program, limit",
    [("import district_cms.wsgi", "30s"), ("import django; django.setup()", "0")],
    ids=["website", "command"],
)
def test_only_the_website_is_in_a_hurry(program: str, limit: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", program + ASK],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": server_url()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == limit
