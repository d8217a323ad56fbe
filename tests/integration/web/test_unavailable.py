"""A busy database and a full disk are answered in words, and within a bounded time."""

import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from district_cms.web.refused.unavailable import RETRY_AFTER, answer_to, is_busy, server_error

REPORT = "/accessibility/report/"
FILLED_IN = {"what": "The menu cannot be opened with the keyboard.", "language": "en"}
NINE_SECONDS = 9


def caused(**codes: Any) -> OperationalError:
    """An error of Django's, with the database's own behind it."""
    error, cause = OperationalError("…"), RuntimeError()
    for name, value in codes.items():
        setattr(cause, name, value)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("error, status", [
    (caused(sqlite_errorcode=5), 503),
    (caused(sqlite_errorcode=261), 503),  # SQLITE_BUSY_RECOVERY
    (caused(sqlite_errorcode=13), 507),
    (caused(sqlite_errorcode=1), None),
    (caused(sqlstate="55P03"), 503),
    (caused(sqlstate="53300"), 503),
    (caused(sqlstate="08006"), 503),
    (caused(sqlstate="53100"), 507),
    (caused(sqlstate="42P01"), None),
    (caused(), 503),
    (OSError(28, "No space left on device"), 507),
    (OSError(2, "No such file"), None),
    (ValueError(), None),
    (None, None),
])  # fmt: skip
def test_what_is_said_of_which_error(
    error: BaseException | None, status: int | None, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.resolver_match = None
    answer = answer_to(request, error)
    assert (answer.status_code if answer else None) == status
    if answer is not None and status == 503:
        assert answer["Retry-After"] == str(RETRY_AFTER)
    assert is_busy(error) == (status == 503)


def test_programs_are_answered_as_programs(rf: RequestFactory) -> None:
    request = rf.post("/", headers={"Accept": "application/json"})
    request.resolver_match = None
    answer = answer_to(request, caused(sqlite_errorcode=5))
    assert answer is not None
    assert answer.status_code == 503
    assert b'"success": false' in answer.content
    assert "what you typed is still there" in answer.content.decode()


def test_what_is_raised_around_a_view_is_answered_in_the_same_words(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.resolver_match = None
    try:
        raise OSError(28, "No space left on device")
    except OSError:
        answer = server_error(request)
    assert answer.status_code == 507
    try:
        raise ValueError
    except ValueError:
        answer = server_error(request)
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_someone_else_holds_is_answered_in_words_and_in_time() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=700")
    client = Client(raise_request_exception=False)
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        answer = client.post(REPORT, FILLED_IN)
        lasted = time.monotonic() - started
        assert answer.status_code == 503
        assert answer["Retry-After"] == str(RETRY_AFTER)
        page = answer.content.decode()
        assert "Our website is busy at the moment" in page
        assert "what you typed is still there" in page
        # One wait, and not one more for the session and each thing behind it.
        assert 0.6 < lasted < NINE_SECONDS
        # Reading goes on.
        assert client.get("/health/").status_code == 200
        other.execute("ROLLBACK")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=10000")


def test_a_wait_for_sqlite_ends_before_the_web_server_ends_the_program(settings: Settings) -> None:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    assert options.get("timeout", 0) * 2 < 30


@pytest.mark.django_db
def test_families_read_it_in_their_language(rf: RequestFactory, in_spanish: None) -> None:
    request = rf.get("/")
    request.resolver_match = None
    answer = answer_to(request, caused(sqlite_errorcode=5))
    assert answer is not None
    assert '<html lang="es">' in answer.content.decode()


@pytest.fixture
def in_spanish() -> Any:
    with translation.override("es"):
        yield
