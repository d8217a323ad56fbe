"""HTTP headers of cached pages, and who never gets one."""

import gzip

import brotli
import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from district_cms.schools.page_cache.middleware import is_for_everyone, may_be_stored
from district_cms.web import versions
from tests.factories.district import District

from .conftest import Site

pytestmark = pytest.mark.django_db

STORED = "pages; fwd=miss; stored"


def test_a_browser_with_the_current_page_gets_304_in_every_encoding(
    district: District, site: Site
) -> None:
    address = district.classroom.url
    plain = site.bare.get(address).content
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    etags = set()
    for accepted, encoding in (("gzip, deflate, br", "br"), ("gzip;q=0.5", "gzip"), ("br;q=0", "")):
        answer = site.here.get(address, headers={"accept-encoding": accepted})
        assert answer.headers.get("Content-Encoding", "") == encoding
        assert unpack[encoding](answer.content) == plain
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Cache-Status"] == ("pages; hit" if etags else STORED)
        etag = answer.headers["ETag"]
        etags.add(etag)
        headers = {"accept-encoding": accepted, "if-none-match": f'"other", W/{etag}'}
        same = site.here.get(address, headers=headers)
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
        assert "Content-Security-Policy" in same.headers
    assert len(etags) == 3
    head = site.here.head(address)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(plain)))


def test_signed_in_requests_neither_read_nor_fill_the_cache(district: District, site: Site) -> None:
    address = district.classroom.url
    site.here.force_login(district.teacher)
    assert "ETag" not in site.here.get(address).headers
    site.here.cookies.clear()
    assert b"wagtail-userbar" not in site.here.get(address).content
    site.here.force_login(district.teacher)
    assert b"wagtail-userbar" in site.here.get(address).content


def test_tracking_parameters_share_one_cached_page(district: District, site: Site) -> None:
    address = district.school.url
    own = site.here.get(address)
    for more in ("fbclid=IwAR0x", "utm_source=news&utm_medium=e-mail", "FBCLID", "mc_eid=1"):
        asked = site.here.get(f"{address}?{more}")
        assert asked.headers["Cache-Status"] == "pages; hit"
        assert asked.content == own.content
    in_spanish = site.here.get(f"{address}?lang=es").content
    assert site.here.get(f"{address}?lang=es&gclid=7").content == in_spanish != own.content
    assert not site.here.get(f"{address}?fbclids=x").has_header("ETag")
    assert "otter" in site.here.get("/search/?utm_source=x&q=otter").text


def test_a_database_failure_looks_the_same_with_and_without_cache(
    district: District, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = district.classroom.url
    site.here.get(address)

    def no_answer() -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(versions._poll, "_read", no_answer)
    versions._poll.ask_again()
    for each in (site.here, site.bare):
        each.raise_request_exception = False
    answer, bare = site.here.get(address), site.bare.get(address)
    assert (answer.status_code, answer.content) == (bare.status_code, bare.content)
    assert answer.status_code >= 500


# ---------------------------------------------------------------- one answer at a time
def asked(headers: dict[str, str] | None = None) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


def test_a_response_with_personal_content_is_never_cached() -> None:
    assert may_be_stored(asked(), HttpResponse("x"))
    with_token = asked()
    get_token(with_token)
    with_nonce = asked()
    with_nonce._csp_nonce = "used"  # type: ignore[attr-defined]
    preview = asked()
    preview.is_preview = True  # type: ignore[attr-defined]
    for request in (with_token, with_nonce, preview):
        assert not may_be_stored(request, HttpResponse("x"))
    with_cookie = HttpResponse("x")
    with_cookie.set_cookie("name", "value")
    others = [
        with_cookie,
        HttpResponse("x", headers={"Cache-Control": "private"}),
        HttpResponse("x", headers={"Cache-Control": "no-store"}),
        HttpResponse("x", status=404),
        HttpResponse("x", content_type="application/atom+xml"),
    ]
    for response in others:
        assert not may_be_stored(asked(), response)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_requests_with_personal_cookies_bypass_the_cache(name: str) -> None:
    request = asked()
    assert is_for_everyone(request)
    request.COOKIES = {name: "x"}
    assert not is_for_everyone(request)


def test_requests_with_credentials_or_a_body_bypass_the_cache() -> None:
    assert not is_for_everyone(asked({"authorization": "Basic eDp5"}))
    assert not is_for_everyone(RequestFactory().post("/"))
