"""What a class page costs from memory, beside a bare view. `make bench ARGS=cached`.

The bare view answers the same bytes in the same encoding, behind the same policies and nothing
else: no session, no language, no form's token. Both are asked through Django's WSGI handler in this
process, in turn, with the headers of a browser; computing alone is measured, medians of rounds.
"""

import gzip
import io
import statistics
import sys
from collections.abc import Callable
from time import process_time

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings
from wagtail.models import Locale, Page

from district_cms import urls as site_urls
from tests.factories.district import make_district
from tests.factories.pages import make_update, update_content

from . import goals

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, KEPT, DRAWN = 9, 400, 6
UPDATES = 6
OUTER = "district_cms.schools.page_cache.middleware.PageCache"
_bare: dict[str, bytes] = {}


def bare(request: HttpRequest) -> HttpResponse:
    body = _bare["br"]
    return HttpResponse(
        body,
        headers={
            "Content-Encoding": "br",
            "Content-Length": str(len(body)),
            "Vary": "Accept-Encoding",
            "ETag": '"1"',
            "Cache-Control": "no-cache",
        },
    )


urlpatterns = [path("bare/", bare), *site_urls.urlpatterns]


def asker(handler: WSGIHandler, address: str) -> Callable[[], bytes]:
    def ask() -> bytes:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
            "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        started: list[str] = []
        response = handler(environ, lambda status, headers: started.append(status))
        body = b"".join(response)
        response.close()
        assert started == ["200 OK"]
        return body

    return ask


def cost(ask: Callable[[], bytes], times: int) -> float:
    """Seconds of computing for one request."""
    begun = process_time()
    for _time in range(times):
        ask()
    return (process_time() - begun) / times


def test_a_class_page_from_memory(settings: Settings) -> None:
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
    district = make_district()
    for _update in range(UPDATES):
        make_update(district.classroom, **update_content(district.curriculum))
    address = district.classroom.url
    outer = settings.MIDDLEWARE[: settings.MIDDLEWARE.index(OUTER)]
    settings.ROOT_URLCONF = __name__
    settings.PAGES_KEPT_MB = 0
    drawn = asker(WSGIHandler(), address)
    settings.PAGES_KEPT_MB = 64
    kept = asker(WSGIHandler(), address)
    settings.MIDDLEWARE = outer
    bare_view = asker(WSGIHandler(), "/bare/")
    _bare["br"] = kept()
    assert brotli.decompress(_bare["br"]) == gzip.decompress(drawn())
    found: dict[str, list[float]] = {"kept": [], "bare": [], "drawn": []}
    for _round in range(ROUNDS):
        found["kept"].append(cost(kept, KEPT))
        found["bare"].append(cost(bare_view, KEPT))
        found["drawn"].append(cost(drawn, DRAWN))
    kept_ms, bare_ms, drawn_ms = (1000 * statistics.median(each) for each in found.values())
    ratio = statistics.median(
        one / two for one, two in zip(found["bare"], found["kept"], strict=True)
    )
    sys.stdout.write(
        f"\nclass page cached: {ratio:.2f} of bare "
        f"({kept_ms:.3f} CPU ms, bare {bare_ms:.3f}; {len(_bare['br'])} bytes)\n"
        f"class page uncached: 1/{drawn_ms / bare_ms:.0f} of bare ({drawn_ms:.1f} CPU ms), "
        f"{drawn_ms / kept_ms:.0f} x cached\n"
    )
    goals.at_least("class page cached, in one process", ratio, 0.7, " of bare")
