"""The secret of a link is in no log: neither in Django's lines nor in the web server's."""

import datetime as dt
import io
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from gunicorn.config import Config
from pytest_django.fixtures import Settings

from district_cms.access_log import AccessLog
from district_cms.web.visitors import NoSecrets

SECRET = "Zxqv-secret"
ADDRESSES = [
    reverse("notifications:preferences", args=[SECRET]),
    reverse("notifications:confirm", args=[SECRET]),
    reverse("wagtailadmin_password_reset_confirm", args=["MQ", SECRET]),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_django_writes_about_an_answer_ends_before_it(address: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Too Many Requests", address), None
    )
    assert NoSecrets().filter(record)
    assert SECRET not in record.getMessage()
    assert record.getMessage().startswith("Too Many Requests: /")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_line_about_a_request_ends_before_it(address: str) -> None:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"{address}?a={SECRET}",
        "PATH_INFO": address,
        "QUERY_STRING": f"a={SECRET}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://larkspur.example{address}",
    }
    config = Config()
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])
    request = SimpleNamespace(headers=[])
    log = AccessLog(config)
    atoms = log.atoms(answer, request, environ, dt.timedelta(seconds=1))
    line = config.access_log_format % log.atoms_wrapper_class(atoms)
    assert SECRET not in line
    assert '"GET /' in line


def test_other_paths_and_words_stay() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s %d", ("Not Found", "/no/such/", 4), None
    )
    NoSecrets().filter(record)
    assert record.getMessage() == "Not Found: /no/such/ 4"


@pytest.mark.django_db
def test_a_refusal_is_one_line_and_no_traceback(client: Client, settings: Settings) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        answer = client.get(
            reverse("wagtailadmin_home"), headers={"X-Requested-With": "XMLHttpRequest"}
        )
    finally:
        logger.removeHandler(handler)
    assert answer.status_code == 403
    assert written.getvalue() == "Forbidden (Permission denied): /admin/\n"
