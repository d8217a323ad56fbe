"""Which answers are compressed: those in which nobody else's words can stand beside a secret."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from notifications.services import enqueue_message
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip, deflate, br"}
EXPLORER = "/admin/pages/"


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


def test_a_search_of_the_public_site_is_not_and_a_page_is(district: District) -> None:
    visitor = Client()
    assert "Content-Encoding" not in visitor.get("/search/?q=math", headers=GZIP).headers
    # Without a whole page kept, it is drawn and compressed each time.
    page = visitor.get(district.classroom.url, headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(page.content)
