"""An address with a language carries it on, without a cookie."""

import pytest

from district_cms.schools.languages.addresses import carried, in_links

HOST = "www.larkspur.example"


@pytest.mark.parametrize("address, goes_on", [
    ("/juniper-creek/", "/juniper-creek/?lang=es"),
    ("/calendar/?month=2027-01#coming", "/calendar/?month=2027-01&lang=es#coming"),
    ("?page=2", "?page=2&lang=es"),
    ("?lang=es&page=2", "?page=2&lang=es"),  # as pages are kept
    ("?month=2027-01&lang=en", "?month=2027-01&lang=en"),
    (f"https://{HOST}/gardeners/", f"https://{HOST}/gardeners/?lang=es"),
    # Not our pages, or not for families.
    ("https://elsewhere.example/a/", "https://elsewhere.example/a/"),
    ("//elsewhere.example/a/", "//elsewhere.example/a/"),
    ("/documents/1/plan.pdf", "/documents/1/plan.pdf"),
    ("/admin/pages/", "/admin/pages/"),
    ("/language/", "/language/"),
    ("mailto:office@larkspur.example", "mailto:office@larkspur.example"),
    ("#main", "#main"),
    ("//[x", "//[x"),
])  # fmt: skip
def test_links_carry_the_language_on(address: str, goes_on: str) -> None:
    assert carried(address, "es", HOST) == goes_on


def test_text_that_looks_like_a_link_is_unchanged() -> None:
    page = '<a title="a > b" class="x" href="/b/?a=1&amp;b=%22">/b/</a><p>&lt;a href="/c/"&gt;</p>'
    told = page.replace("%22", "%22&amp;lang=es")
    assert in_links(page, "es", HOST) == told
    form = '<form action="/search/" method="get">'
    asked = (
        '<form action="/search/?lang=es" method="get"><input type="hidden" name="lang" value="es">'
    )
    assert in_links(form, "es", HOST) == asked
