"""Whoever opens an address with a language reads on in it, without a cookie."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from district_cms.schools.languages.carrying import carried, in_links
from tests.factories.district import District

HOST = "www.larkspur.example"


@pytest.mark.parametrize("address, goes_on", [
    ("/juniper-creek/", "/juniper-creek/?lang=es"),
    ("/calendar/?month=2027-01#coming", "/calendar/?month=2027-01&lang=es#coming"),
    ("?page=2", "?page=2&lang=es"),
    ("?lang=es&page=2", "?page=2&lang=es"),  # as pages are kept
    ("?month=2027-01&lang=en", "?month=2027-01&lang=en"),
    (f"https://{HOST}/gardeners/", f"https://{HOST}/gardeners/?lang=es"),
    # Not pages of ours, or not read by families.
    ("https://elsewhere.example/a/", "https://elsewhere.example/a/"),
    ("//elsewhere.example/a/", "//elsewhere.example/a/"),
    ("/documents/1/plan.pdf", "/documents/1/plan.pdf"),
    ("/admin/pages/", "/admin/pages/"),
    ("/language/", "/language/"),
    ("mailto:office@larkspur.example", "mailto:office@larkspur.example"),
    ("#main", "#main"),
    ("//[x", "//[x"),
])  # fmt: skip
def test_an_address_goes_on_in_the_language(address: str, goes_on: str) -> None:
    assert carried(address, "es", HOST) == goes_on


def test_what_is_written_stays_what_it_is() -> None:
    page = '<a title="a > b" class="x" href="/b/?a=1&amp;b=%22">/b/</a><p>&lt;a href="/c/"&gt;</p>'
    told = page.replace("%22", "%22&amp;lang=es")
    assert in_links(page, "es", HOST) == told
    form = '<form action="/search/" method="get">'
    asked = (
        '<form action="/search/?lang=es" method="get"><input type="hidden" name="lang" value="es">'
    )
    assert in_links(form, "es", HOST) == asked


@pytest.mark.django_db
def test_every_way_on_from_a_spanish_address_is_spanish(district: District, client: Client) -> None:
    for address in ("/", district.school.url, district.classroom.url, "/calendar/", "/nowhere/"):
        page = client.get(f"{address}?lang=es")
        assert not page.cookies
        body = page.text.partition("<body")[2]
        links = re.findall(r'<a\b[^>]*\shref="(/[^"]*/(?:[?#][^"]*)?)"', body)
        assert links
        assert [link for link in links if "lang=es" not in link] == []
        (search,) = set(re.findall(r'<form[^>]* action="/search/[^>]*>(<input[^>]*>)', body))
        assert search == '<input type="hidden" name="lang" value="es">'
        plain = client.get(address).text
        assert "lang=" not in plain.partition("<body")[2].replace(' lang="', "").replace(
            ' hreflang="', ""
        )


@pytest.mark.django_db
def test_an_address_that_moved_leads_on_in_its_language(
    district: District,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page: Any = district.teacher_page
    old, page.slug = page.url, "elena-rivera"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get(f"{old}?lang=es")["Location"] == "/juniper-creek/elena-rivera/?lang=es"
    new = "/juniper-creek/elena-rivera"
    assert client.get(f"{new}?lang=es")["Location"] == f"{new}/?lang=es"
