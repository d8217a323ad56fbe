"""The links of a rendered page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.site_audit.links import Link, is_among, is_of, links_of

PAGE = "https://www.larkspur.example/juniper-creek/ms-rivera/"


def only(html: str) -> Link:
    [link] = links_of(html, PAGE)
    return link


@pytest.mark.parametrize("href, address", [
    ("/enrollment/", "https://www.larkspur.example/enrollment/"),
    ("../", "https://www.larkspur.example/juniper-creek/"),
    ("math/#week-3", PAGE + "math/"),
    ("?p=2", PAGE + "?p=2"),
    (" https://other.example/a b ", "https://other.example/a b"),
    ("//other.example/", "https://other.example/"),
])  # fmt: skip
def test_a_link_is_reported_with_its_absolute_address(href: str, address: str) -> None:
    assert only(f'<main><a href="{href}">Words</a></main>').address == address


@pytest.mark.parametrize("html", [
    "",
    "<p>No link.</p>",
    "<a>No address</a>",
    '<a href="">Empty</a>',
    '<a href="#main">Down the page</a>',
    '<a href="mailto:office@larkspur.example">Mail</a>',
    '<a href="tel:+15550100">Call</a>',
    '<a href="javascript:void(0)">Script</a>',
    '<a href="http://[">Broken</a>',
])  # fmt: skip
def test_an_address_that_leads_to_no_page_is_no_link(html: str) -> None:
    assert list(links_of(html, PAGE)) == []


def test_a_link_has_its_text_and_its_place() -> None:
    link = only('<main><p>One</p><p>Two <a href="/x/">the  <b>plan</b></a></p></main>')
    assert (link.words, link.path, link.in_content) == ("the plan", "/x/", True)
    assert link.selector.endswith("main > p:nth-of-type(2) > a")


def test_a_link_in_the_content_takes_precedence() -> None:
    html = (
        '<header><a href="/x/">Menu</a></header>'
        '<main><div class="page-header"><a href="/x/">Above</a></div>'
        '<p><a href="/x/">Here</a> <a href="/x/">And here</a></p></main>'
    )
    assert [(link.words, link.in_content) for link in links_of(html, PAGE)] == [("Here", True)]


@pytest.mark.parametrize("html", [
    '<nav><a href="/x/">Words</a></nav>',
    '<main><div class="page-header wide"><a href="/x/">Words</a></div></main>',
])  # fmt: skip
def test_the_frame_and_the_pages_header_are_ours(html: str) -> None:
    assert not only(html).in_content


def test_a_path_is_decoded_as_the_site_stores_it() -> None:
    assert only('<a href="/ma%C3%B1ana/">Words</a>').path == "/mañana/"


@pytest.mark.parametrize("address, own", [
    ("https://www.larkspur.example/x/", True),
    ("https://WWW.larkspur.example/x/", True),
    ("https://larkspur.example/x/", False),
    ("https://www.larkspur.example:8443/x/", False),
])  # fmt: skip
def test_a_link_of_the_site_stays_at_its_host(address: str, own: bool) -> None:
    assert is_of(Link(address, "", "", True), "www.larkspur.example") is own


@pytest.mark.parametrize("address, among", [
    ("https://curriculum.example/unit-3", True),
    ("https://math.curriculum.example/unit-3", True),
    ("https://notcurriculum.example/", False),
    ("https://curriculum.example.net/", False),
])  # fmt: skip
def test_a_host_includes_its_subdomains_only(address: str, among: bool) -> None:
    assert is_among(Link(address, "", "", True), ["curriculum.example"]) is among


@given(st.text(alphabet='<>/"= ahrefmin#:.\n[]%', max_size=200))
def test_broken_html_is_parsed_as_far_as_possible(html: str) -> None:
    for link in links_of(f"<main>{html}</main>", PAGE):
        assert link.address.startswith(("http://", "https://"))
