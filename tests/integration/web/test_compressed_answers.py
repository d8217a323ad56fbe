"""Which answers are compressed: those in which nobody else's words can stand beside a secret."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from district_cms.web.middleware import CompressedAnswers
from tests.factories.district import District

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip, deflate, br"}
EXPLORER = "/admin/pages/"
FILE = "/calendar/files/en.ics"


@pytest.fixture
def client(district: District) -> Client:
    client = Client()
    client.force_login(district.principal)
    return client


@pytest.mark.parametrize(
    "query", ["q=Rivera", "p=1&q=Rivera", "p=Rivera", "Rivera", "p=1234", "p=1;q=Rivera", "q"]
)
def test_text_from_the_address_is_never_compressed_with_the_rest(
    client: Client, district: District, query: str
) -> None:
    answer = client.get(f"{EXPLORER}{district.school.pk}/?{query}", headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def answered(address: str, **about: Any) -> HttpResponse:
    """An answer of so many lines, as it is sent."""

    def view(request: HttpRequest) -> HttpResponse:
        if about.get("form"):
            get_token(request)
        response = HttpResponse("words\r\n" * 500, content_type=about.get("kind", "text/html"))
        for name, value in about.get("headers", {}).items():
            response.headers[name] = value
        if about.get("cookie"):
            response.set_cookie("number", "1")
        return response

    headers = {**GZIP, **about.get("asked", {})}
    return CompressedAnswers(view)(RequestFactory().get(address, headers=headers))


@pytest.mark.parametrize(
    "address, about",
    [
        ("/?x=1", {"form": True}),
        ("/?x=1", {"cookie": True}),
        ("/?x=1", {"headers": {"Cache-Control": "private"}}),
        ("/?x=1", {"headers": {"Cache-Control": "max-age=0, no-store"}}),
        ("/?x=1", {"asked": {"authorization": "Basic eDp5"}}),
        ("/?x=1", {"kind": "text/csv"}),
        ("/email/calendar/abc/classes.ics", {"kind": "text/calendar"}),
        ("/email/family/abc/?x=1", {}),
        ("/t/abc/?x=1", {}),
    ],
)
def test_personal_answers_are_not_compressed(address: str, about: dict[str, Any]) -> None:
    assert "Content-Encoding" not in answered(address, **about).headers


def test_the_same_statement_about_everyone_is_found(district: District) -> None:
    kinds = ("text/html", "text/calendar; charset=utf-8", "application/xml", "application/json")
    for kind in kinds:
        assert answered("/?x=1", kind=kind).headers["Content-Encoding"] == "gzip"
