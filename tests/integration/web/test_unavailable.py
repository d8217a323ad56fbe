"""A busy database and a full disk are answered in words, and within a bounded time."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from district_cms.web.errors import RETRY_AFTER, answer_to, is_busy, server_error

REPORT = "/accessibility/report/"


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
def test_which_error_gets_which_answer(
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


def test_errors_around_a_view_get_the_same_answer(rf: RequestFactory) -> None:
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
