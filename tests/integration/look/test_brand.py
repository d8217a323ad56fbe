"""The district's own color: two numbers, one small style sheet, and nothing that can go wrong."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from district_cms.schools.models import DistrictSettings
from tests.factories.district import District

pytestmark = pytest.mark.django_db


def choose_color(hue: int, chroma: str) -> DistrictSettings:
    chosen = DistrictSettings.load()
    chosen.color_hue, chosen.color_chroma = hue, Decimal(chroma)
    chosen.full_clean()
    chosen.save()
    return chosen


def test_the_color_of_the_style_sheets_needs_no_sheet_of_its_own(
    district: District, client: Client
) -> None:
    assert "brand.css" not in client.get("/").text


def test_a_chosen_color_is_linked_after_the_style_sheet_on_the_next_page(
    district: District, client: Client
) -> None:
    client.get("/")  # the settings are kept from here on
    choose_color(145, "0.12")
    for address in ("/", district.classroom.url, "/search/", "/nowhere/"):
        page = client.get(address).text
        assert page.index("css/site.css") < page.index('href="/brand.css?145-0.12"')


def test_the_color_stands_in_a_sheet_that_browsers_may_keep(client: Client) -> None:
    choose_color(30, "0.02")
    response = client.get("/brand.css?30-0.02")
    assert response.text == ":root{--district-hue:30;--district-chroma:0.02}\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies


def test_the_strict_policy_lets_the_sheet_in(district: District, client: Client) -> None:
    choose_color(145, "0.12")
    page = client.get("/")
    assert "style-src 'self';" in page["Content-Security-Policy"]
    assert "style=" not in page.text
    assert "<style" not in page.text


def test_the_sheet_says_nothing_else_than_two_numbers(client: Client) -> None:
    """The style sheets compute the rest, so that no choice can make words unreadable."""
    choose_color(0, "0.16")
    assert client.get("/brand.css").text == ":root{--district-hue:0;--district-chroma:0.16}\n"
    assert client.post("/brand.css").status_code == 405


@pytest.mark.parametrize("hue, chroma, field", [
    (360, "0.10", "color_hue"),
    (-1, "0.10", "color_hue"),
    (145, "0.01", "color_chroma"),
    (145, "0.00", "color_chroma"),
    (145, "0.17", "color_chroma"),
    (145, "0.155", "color_chroma"),
    (145, "16", "color_chroma"),
])  # fmt: skip
def test_a_color_out_of_range_is_refused(hue: int, chroma: str, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        choose_color(hue, chroma)
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("hue", [0, 359])
@pytest.mark.parametrize("chroma", ["0.02", "0.16"])
def test_the_ends_of_the_range_are_accepted(hue: int, chroma: str) -> None:
    assert choose_color(hue, chroma).has_own_color
