"""Which answers are compressed: those in which nobody else's words can stand beside a secret."""

import datetime as dt
import gzip
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import reverse

from district_cms.people.roles import Role
from district_cms.schools.models import NoSchoolDay
from district_cms.web.middleware import CompressedAnswers
from notifications.services import enqueue_message
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip, deflate, br"}
EXPLORER = "/admin/pages/"
FILE = "/calendar/files/en.ics"


@pytest.fixture
def client(district: District) -> Client:
    client = Client()
    client.force_login(district.principal)
    return client


def test_a_screen_goes_out_compressed_and_whole(client: Client) -> None:
    plain = client.get("/admin/")
    sent = client.get("/admin/", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert sent.headers["Content-Encoding"] == "gzip"
    assert int(sent.headers["Content-Length"]) == len(sent.content) < len(plain.content) // 3
    assert b"</html>" in gzip.decompress(sent.content)
    for answer in (plain, sent):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "x-gzipped"])
def test_who_does_not_take_it_gets_it_plain(client: Client, accepted: str) -> None:
    answer = client.get("/admin/", headers={"accept-encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.content


def test_its_length_says_little(client: Client) -> None:
    lengths = {len(client.get("/admin/account/", headers=GZIP).content) for _ in range(12)}
    assert len(lengths) > 1


@pytest.mark.parametrize("query", ["", "p=1", "p=12", "page=3"])
def test_the_number_of_a_page_is_no_word(client: Client, district: District, query: str) -> None:
    answer = client.get(f"{EXPLORER}{district.school.pk}/?{query}", headers=GZIP, follow=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "query", ["q=Rivera", "p=1&q=Rivera", "p=Rivera", "Rivera", "p=1234", "p=1;q=Rivera", "q"]
)
def test_what_the_address_says_is_never_compressed_beside_the_rest(
    client: Client, district: District, query: str
) -> None:
    answer = client.get(f"{EXPLORER}{district.school.pk}/?{query}", headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


OFFERED = [
    "state=accepted",
    "state=accepted&channel=email&p=1",
    "ordering=-created_at",
    # As Wagtail's script sends the form, with what is empty.
    "q=&state=&channel=text&created_at_from=&created_at_to=&_w_filter_fragment=true",
]
TYPED = [
    "state=Rivera",
    "state=accepted&q=Rivera",
    "state=accepted&Rivera=",
    "state=accepted&state=accepted",
    "ordering=Rivera",
    "created_at_from=2026-11-01",
    "_w_filter_fragment=Rivera",
    # The same, written so that it says more.
    "%73tate=accepted",
    "state=accepted&",
    "p=0001",
]


@pytest.mark.parametrize("way", ["index", "index_results"])
@pytest.mark.parametrize(
    ("query", "compressed"),
    [*((query, True) for query in OFFERED), *((query, False) for query in TYPED)],
)
def test_a_list_is_where_the_address_only_chooses_among_what_it_offers(
    district: District, query: str, compressed: bool, way: str
) -> None:
    office = Client()
    office.force_login(make_account(Role.COMMUNICATIONS))
    for number in range(3):
        enqueue_message(
            message_class="staff",
            address=f"a{number}@larkspur.example",
            subject="An update waits",
            text="It waits.",
        )
    answer = office.get(f"{reverse(f'outbox:{way}')}?{query}", headers=GZIP)
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding", "") == ("gzip" if compressed else "")


def test_a_filter_by_rows_takes_only_rows_that_are_there(
    district: District,
) -> None:
    office = Client()
    office.force_login(make_account(Role.COMMUNICATIONS))
    found = {
        key: office.get(f"{reverse('staff:index')}?schools={key}", headers=GZIP)
        for key in (str(district.school.pk), f"0{district.school.pk}", "999999")
    }
    sent = {key: answer.headers.get("Content-Encoding") for key, answer in found.items()}
    assert list(sent.values()) == ["gzip", None, None]


def test_a_form_that_comes_back_with_what_was_typed_is_not(client: Client) -> None:
    answer = client.post("/admin/account/", {"name_email-first_name": "x" * 5000}, headers=GZIP)
    assert "Content-Encoding" not in answer.headers


# ---------------------------------------------------------------- for everyone
def days_without_school(district: District) -> None:
    """So many that the calendar's file is no short one."""
    NoSchoolDay.objects.bulk_create(
        NoSchoolDay(school_year=district.year, day=dt.date(2026, 12, day), name="Snow")
        for day in range(1, 30, 2)
    )


def test_what_is_for_everyone_is_compressed_whatever_the_address_says(
    district: District,
) -> None:
    for number in range(1, 4):
        start = dt.date(2026, 11, number)
        make_update(district.classroom, **update_content(district.curriculum, period_start=start))
    days_without_school(district)
    visitor = Client()
    room = district.classroom
    # Without a whole page kept, it is drawn and compressed each time.
    addresses = [room.url, f"{room.url}?lang=es", "/search/?q=math", "/calendar/?month=2026-12"]
    addresses += [f"{room.url}feed/", FILE]
    addresses += [visitor.get("/sitemap.xml").text.split("<loc>")[1].split("</loc>")[0]]
    for address in addresses:
        plain = visitor.get(address)
        sent = visitor.get(address, headers=GZIP)
        assert (sent.status_code, sent.headers.get("Content-Encoding")) == (200, "gzip"), address
        assert len(gzip.decompress(sent.content)) == len(plain.content) > len(sent.content)


def test_a_calendar_program_that_has_the_file_is_told_so(district: District) -> None:
    days_without_school(district)
    visitor = Client()
    etag = visitor.get(FILE, headers=GZIP).headers["ETag"]
    assert etag.startswith("W/")
    again = visitor.get(FILE, headers={**GZIP, "if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_whoever_is_known_gets_no_words_of_theirs_compressed(
    district: District, cookie: str
) -> None:
    visitor = Client()
    visitor.cookies[cookie] = "x"
    assert "Content-Encoding" not in visitor.get("/search/?q=math", headers=GZIP).headers
    assert "Content-Encoding" in visitor.get("/search/", headers=GZIP).headers


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
def test_what_is_not_for_everyone_is_not(address: str, about: dict[str, Any]) -> None:
    assert "Content-Encoding" not in answered(address, **about).headers


def test_the_same_of_everyone_is(district: District) -> None:
    kinds = ("text/html", "text/calendar; charset=utf-8", "application/xml", "application/json")
    for kind in kinds:
        assert answered("/?x=1", kind=kind).headers["Content-Encoding"] == "gzip"
