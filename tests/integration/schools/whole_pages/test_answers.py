"""What a kept page says to browsers, and to whom it is never given."""

import datetime as dt
import gzip
import re

import brotli
import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageViewRestriction
from wagtail.models import Site as WagtailSite

from district_cms.schools.routing.whole_pages import drawing
from district_cms.schools.routing.whole_pages.middleware import is_for_everyone, may_be_kept
from district_cms.web import versions
from district_cms.web.mail import site_root
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import make_standard_page, make_update, update_content

from .conftest import Changing, Site

pytestmark = pytest.mark.django_db

STORED = "pages; fwd=miss; stored"


def heading_of(page: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]  # type: ignore[index]


def test_every_type_of_page_is_kept_and_asks_for_nothing(district: District, site: Site) -> None:
    activity = make_activity(district.school)
    update = make_update(district.classroom, **update_content(district.curriculum))
    pages = [district.home, district.school, district.teacher_page, district.classroom, update]
    pages += [district.curriculum, district.curriculum.get_parent().specific, activity]
    pages += [make_post(activity), make_standard_page(district.school)]
    for page in pages:
        site.here.get(page.url)
    assert [page.url for page in pages if not site.is_kept(page.url)] == []


def test_a_browser_that_has_the_page_is_told_so_in_every_encoding(
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


def test_a_page_is_kept_in_each_language_whatever_asks_for_it(
    district: District, site: Site
) -> None:
    address = district.classroom.url
    english = site.here.get(address).content
    spanish = site.here.get(address, headers={"accept-language": "es-MX,es;q=0.9"}).content
    assert b'lang="es"' in spanish
    assert english != spanish
    site.here.cookies["django_language"] = "es"
    assert site.is_kept(address)
    assert site.here.get(address).content == spanish


def test_a_page_is_kept_in_the_language_that_its_address_asks_for(
    district: District, site: Site
) -> None:
    address = district.classroom.url
    for query, other, word in (("lang=es", "en", b"Buscar"), ("lang=en", "es", b"Search")):
        asked_so = f"{address}?{query}"
        answer = site.here.get(asked_so, headers={"accept-language": other})
        assert f'<html lang="{query[-2:]}"'.encode() in answer.content
        assert word in answer.content
        assert site.is_kept(asked_so)
        assert site.is_true(asked_so, **{"accept-language": other})
    assert b'<html lang="es"' in site.here.get(f"{address}?page=1&lang=es").content
    assert b'<html lang="en"' in site.here.get(address).content


def test_the_office_s_spanish_is_new_on_the_kept_pages_that_show_it(
    district: District, site: Site, changing: Changing
) -> None:
    page = make_standard_page(
        district.home, title="Enrollment", title_es="Inscripción", show_in_menus=True
    )
    addresses = [f"{page.url}?lang=es", f"{district.classroom.url}?lang=es", page.url]
    for address in addresses:
        site.here.get(address)
        assert site.is_kept(address)
    with changing():
        page.title_es = "Inscribirse"
        page.save_revision().publish()
    for address in addresses:
        assert site.is_true(address)
    assert "Inscribirse" in site.here.get(addresses[0]).text
    assert "Inscribirse" in site.here.get(addresses[1]).text, "the link at the foot"


def test_a_school_s_new_name_in_spanish_is_on_all_kept_pages_that_say_it(
    district: District, site: Site, changing: Changing
) -> None:
    make_post(make_activity(district.school, kind="news", title="Aviso", slug="aviso"))
    pages = [district.home, district.school, district.classroom]
    urls = [*(page.url for page in pages), reverse("calendars:schools")]
    addresses = [f"{url}?lang=es" for url in urls]
    for name in ("Escuela Arroyo", "Escuela del Arroyo", ""):
        for address in addresses:
            site.here.get(address)
            assert site.is_kept(address)
        with changing():
            district.school.title_es = name
            district.school.save_revision().publish()
        for address in addresses:
            assert site.is_true(address)
            assert (name or district.school.title) in site.here.get(address).text


def test_whoever_is_known_is_never_given_a_kept_page_nor_leaves_one(
    district: District, site: Site
) -> None:
    address = district.classroom.url
    site.here.force_login(district.teacher)
    assert "ETag" not in site.here.get(address).headers
    site.here.cookies.clear()
    assert b"wagtail-userbar" not in site.here.get(address).content
    site.here.force_login(district.teacher)
    assert b"wagtail-userbar" in site.here.get(address).content


def test_a_page_that_becomes_private_is_shown_to_nobody_anymore(
    district: District, site: Site, changing: Changing
) -> None:
    address = district.classroom.url
    assert site.here.get(address).status_code == 200
    with changing():
        PageViewRestriction.objects.create(
            page=district.teacher_page, restriction_type=PageViewRestriction.LOGIN
        )
    assert site.here.get(address).status_code == 302
    assert site.here.get(address).status_code == 302


def test_only_numbers_of_pages_of_a_list_and_our_languages_are_kept(
    district: District, site: Site
) -> None:
    address = district.classroom.url
    assert "ETag" in site.here.get(f"{address}?lang=es").headers
    odd = ["page=2&x=1", "source=x", "page=0", "page=", "preview=1", "page=2&", "page=2lang=es"]
    for query in (*odd, "lang=zz", "lang=", "lang=es&x=1", "lang=es&lang=es"):
        assert "ETag" not in site.here.get(f"{address}?{query}").headers
    for other in ("/search/", "/email/", "/nothing-here/", f"{address}feed/"):
        assert "ETag" not in site.here.get(other).headers
        assert "Cache-Status" not in site.here.get(other).headers


def test_a_number_is_kept_only_of_a_list_that_has_a_page_of_it(
    district: District, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classroom.presentation.pages.UPDATES_A_PAGE", 2)
    for day in range(1, 6):
        start = dt.date(2026, 11, day)
        make_update(district.classroom, **update_content(district.curriculum, period_start=start))
    room, school = district.classroom.url, district.school.url
    # Asked for before the first page is: drawn, not kept.
    for address in (f"{room}?page=4", f"{room}?page=1&lang=es", f"{school}?page=2"):
        for _time in range(2):
            assert site.here.get(address).headers["Cache-Status"] == "pages; fwd=miss"
    for address in (room, f"{room}?page=2", f"{room}?page=3&lang=es", school):
        assert site.here.get(address).headers["Cache-Status"] == STORED
        assert site.is_kept(address)
    assert site.is_true(f"{room}?page=2")
    # Afterwards it is the first page itself, as it is where it is drawn.
    for address, first in ((f"{room}?page=4", room), (f"{room}?page=1", room)):
        answer = site.here.get(address)
        assert answer.headers["Cache-Status"] == "pages; hit"
        assert answer.content == site.here.get(first).content
    for number in (1, 2, 999):
        answer = site.here.get(f"{school}?page={number}")
        assert answer.headers["Cache-Status"] == "pages; hit"
        assert answer.content == site.here.get(school).content


def test_a_page_is_kept_once_whatever_name_and_port_of_the_site_it_is_asked_by(
    district: District, site: Site, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", ".larkspur.example"]
    activity = make_activity(district.school)
    text = f'<a href="{site_root()}{district.school.url}">Our school</a>'
    plain = make_standard_page(district.school, body=[("prose", text)])
    update = make_update(district.classroom, **update_content(district.curriculum))
    pages = [district.home, district.school, district.teacher_page, district.classroom, update]
    pages += [district.curriculum, activity, make_post(activity), plain]
    addresses = [*(page.url for page in pages), reverse("calendars:schools")]
    for address in [*addresses, *(f"{each}?lang=es" for each in addresses)]:
        own = site.here.get(address)
        assert own.headers["Cache-Status"] == STORED
        for host in ("testserver:8443", "www.larkspur.example", "old.larkspur.example:81"):
            asked = site.here.get(address, headers={"host": host})
            assert asked.headers["Cache-Status"] == "pages; hit"
            # And it is what is drawn for whoever asks so.
            assert site.bare.get(address, headers={"host": host}).content == own.content
    assert site.here.get(district.home.url, headers={"host": "other.example"}).status_code == 400


def test_of_several_sites_each_host_has_its_own_pages(district: District, site: Site) -> None:
    WagtailSite.objects.create(hostname="gardeners.example", root_page=district.school)
    for _time in range(2):
        assert "ETag" in site.here.get("/").headers
    assert site.here.get("/", headers={"host": "testserver:81"}).headers["Cache-Status"] == STORED


def test_a_question_for_the_head_alone_is_answered_as_one_for_the_page(
    district: District, site: Site, settings: Settings
) -> None:
    settings.PAGES_PROXY_SECONDS = 60
    room, school = district.classroom.url, district.school.url
    heads = site.here.head(room).headers
    assert heads["Cache-Status"] == STORED
    page = site.here.get(room)
    assert page.headers["Cache-Status"] == "pages; hit"
    for name in ("Content-Length", "ETag", "Vary", "Content-Type"):
        assert heads[name] == page.headers[name]
    assert "s-maxage" in heads["Cache-Control"]
    for address in (f"{school}?source=x", "/search/", "/calendar/", "/nowhere/"):
        asked = [ask(address).headers for ask in (site.here.head, site.here.get)]
        assert asked[0]["Cache-Control"] == asked[1]["Cache-Control"]


def test_a_page_that_is_shared_is_drawn_once_whatever_the_network_writes_behind_its_address(
    district: District, site: Site, settings: Settings
) -> None:
    settings.PAGES_PROXY_SECONDS = 60
    address = district.school.url
    own = site.here.get(address)
    for more in ("fbclid=IwAR0x", "utm_source=news&utm_medium=e-mail", "FBCLID", "mc_eid=1"):
        asked = site.here.get(f"{address}?{more}")
        assert asked.headers["Cache-Status"] == "pages; hit"
        assert asked.content == own.content
        # A proxy is told of changes by the page's own address.
        assert asked.headers["Cache-Control"] == "no-cache"
    in_spanish = site.here.get(f"{address}?lang=es").content
    assert site.here.get(f"{address}?lang=es&gclid=7").content == in_spanish != own.content
    assert "s-maxage" in own.headers["Cache-Control"]
    assert not site.here.get(f"{address}?fbclids=x").has_header("ETag")
    assert "otter" in site.here.get("/search/?utm_source=x&q=otter").text


def test_a_database_that_does_not_answer_is_said_in_the_same_words(
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


def test_a_change_while_a_page_is_drawn_keeps_it_from_being_kept(
    district: District, site: Site, changing: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, page = district.classroom.url, district.classroom
    door = "district_cms.schools.routing.note_page"

    def change_meanwhile(found: Page) -> None:
        monkeypatch.setattr(door, drawing.note_page)
        drawing.note_page(found)
        with changing():
            Page.objects.filter(pk=page.pk).update(title="Mathematics")

    monkeypatch.setattr(door, change_meanwhile)
    begun_before = site.here.get(address)
    assert heading_of(begun_before.text) == "Math 3"
    assert begun_before.headers["Cache-Status"] == "pages; fwd=miss"
    assert site.is_true(address)
    assert heading_of(site.here.get(address).text) == "Mathematics"


# ---------------------------------------------------------------- one answer at a time
def asked(headers: dict[str, str] | None = None) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


def drawn(*tables: str) -> drawing.Drawing:
    return drawing.Drawing(page=object(), tables=set(tables))


def test_an_answer_with_something_of_one_visitor_is_never_kept() -> None:
    assert may_be_kept(asked(), HttpResponse("x"), drawn("wagtailcore_page"))
    with_token = asked()
    get_token(with_token)
    with_nonce = asked()
    with_nonce._csp_nonce = "used"  # type: ignore[attr-defined]
    preview = asked()
    preview.is_preview = True  # type: ignore[attr-defined]
    for request in (with_token, with_nonce, preview):
        assert not may_be_kept(request, HttpResponse("x"), drawn())
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
        assert not may_be_kept(asked(), response, drawn())


def test_a_page_that_shows_a_table_of_which_nobody_tells_is_never_kept() -> None:
    assert not may_be_kept(asked(), HttpResponse("x"), drawn("classroom_posting"))
    assert may_be_kept(asked(), HttpResponse("x"), drawn("web_cacheversion"))
    assert not may_be_kept(asked(), HttpResponse("x"), drawing.Drawing())


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_a_personal_cookie_passes_by(name: str) -> None:
    request = asked()
    assert is_for_everyone(request)
    request.COOKIES = {name: "x"}
    assert not is_for_everyone(request)


def test_who_brings_a_password_or_sends_something_passes_by() -> None:
    assert not is_for_everyone(asked({"authorization": "Basic eDp5"}))
    assert not is_for_everyone(RequestFactory().post("/"))
