"""The page of a report: only our own becomes a path, without secrets."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from lxml import html

from classroom.models import UpdatePage
from district_cms.web.visitors import own_path
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

from .conftest import REPORT, tree

pytestmark = pytest.mark.django_db

NOT_OURS = [
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    r"/\evil.example/",
    r"\\evil.example",
    r"/\/evil.example",
    "https://evil.example/",
    "http:evil.example",
    "http:///evil.example/",
    "https:/evil.example",
    "ftp://testserver/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//testserver/",
    "data:text/html,<b>x</b>",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://evil.example#testserver/",
    "http://evil.example\\@testserver/",
    "\t//evil.example/",
    "/\t/evil.example/",
    "/x\n//evil.example",
    "/\x00/evil",
    "/\u202egnp.exe",
    "juniper-creek/",
    "the lunch page",
    "?page=/x/",
    "#main",
    "http://[::1",
    "",
    "   ",
    "/" + "x" * 300,
]


@pytest.mark.parametrize("typed", NOT_OURS)
def test_addresses_of_other_sites_give_no_path(typed: str, rf: RequestFactory) -> None:
    assert own_path(typed, rf.get("/")) == ""


@pytest.mark.parametrize("typed, path", [
    ("/", "/"),
    ("/juniper-creek/", "/juniper-creek/"),
    ("  /juniper-creek/ ", "/juniper-creek/"),
    ("http://testserver/juniper-creek/", "/juniper-creek/"),
    ("http://TESTSERVER/juniper-creek/", ""),  # compared as the browser sends it
    ("/search/?q=Mia+Smith", "/search/"),
    ("/juniper-creek/#news", "/juniper-creek/"),
    ("/a/?next=//evil.example/", "/a/"),
    ("/escuela/ni%C3%B1os/", "/escuela/ni%C3%B1os/"),
    ("/escuela/niños/", "/escuela/niños/"),
    ("/email/choose/abc123/", "/email/choose/"),
    ("/email/stop/abc123/?page=1", "/email/stop/"),
    ("http://testserver/email/confirm/abc123/", "/email/confirm/"),
    ("/admin/password_reset/confirm/MQ/abc-123/", "/admin/password_reset/confirm/"),
])  # fmt: skip
def test_our_own_page_becomes_its_path_without_secrets(
    typed: str, path: str, rf: RequestFactory
) -> None:
    assert own_path(typed, rf.get("/")) == path


@pytest.mark.parametrize("typed", NOT_OURS)
def test_a_link_from_another_site_does_not_fill_in_the_form(
    typed: str, district: District, visitor: Client
) -> None:
    page = tree(visitor.get(REPORT, {"page": typed}).text)
    (box,) = page.xpath("//input[@name='page']")
    assert not box.get("value")


# ---------------------------------------------------------------- the link at the foot
@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(district.classroom, **update_content(district.curriculum))


def link_of(page: str) -> str:
    (link,) = tree(page).xpath("//footer//a[text()='Report an accessibility problem']/@href")
    return str(link)


@pytest.mark.parametrize("kind", ["confirm", "choose", "stop"])
def test_secrets_in_mail_addresses_are_not_passed_to_the_form(
    kind: str, district: District, visitor: Client
) -> None:
    page = visitor.get(f"/email/{kind}/a-secret-123/")
    assert link_of(page.text) == f"{REPORT}?page=/email/{kind}/"
    assert (
        "a-secret-123"
        not in html.tostring(tree(page.text).xpath("//*[@class='site-footer__line']")[0]).decode()
    )


def test_the_error_page_links_to_the_form_too(client: Client) -> None:
    assert f'href="{REPORT}"' in render_to_string("500.html")
