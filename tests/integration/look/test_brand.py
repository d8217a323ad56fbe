"""The website's mark, name and color: from the registry, in lasting addresses, with nothing of the
demo where a district has chosen nothing."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from wagtail.models import Page

from district_cms.brand.models import Logo, Organization, Statement, WebsiteLook
from district_cms.brand.website import website
from district_cms.schools.frame import pages_with
from tests.factories import media
from tests.factories.district import District

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]


def choose_color(hue: int, chroma: str) -> WebsiteLook:
    chosen = WebsiteLook.load()
    chosen.color_hue, chosen.color_chroma = hue, Decimal(chroma)
    chosen.full_clean()
    chosen.save()
    return chosen


def add_logo(owner: Organization, name: str, size: int = 64, high: int = 48) -> Logo:
    picture = media.png(image=media.drawing(size=(size, high)))
    return Logo.objects.create(
        name=name, description=name, organization=owner, file=ContentFile(picture, name="a.png")
    )


def test_the_color_stands_in_a_sheet_that_browsers_may_keep_for_ever(client: Client) -> None:
    choose_color(30, "0.02")
    address = website().css_url
    response = client.get(address)
    assert response.text == ":root{--district-hue:30;--district-chroma:0.02}\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert client.post(address).status_code == 405


def test_an_old_address_of_the_color_leads_to_todays_and_is_not_kept(client: Client) -> None:
    choose_color(30, "0.02")
    old = website().css_url
    choose_color(0, "0.16")
    assert website().css_url != old
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, website().css_url)
    assert response["Cache-Control"] == "no-store"


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
    choose_color(hue, chroma)
    assert website().has_own_color


# ---------------------------------------------------------------- mark and name
@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_the_mark_is_the_districts_first_logo_until_another_is_chosen(
    district: District, client: Client, storage: None
) -> None:
    owner = Organization.objects.get(kind=Organization.Kind.DISTRICT)
    assert "img/district-mark.svg" in client.get("/").text
    first, wide = add_logo(owner, "Seal"), add_logo(owner, "Wordmark", size=400, high=240)
    for logo in (first, wide):
        if logo == wide:
            WebsiteLook.objects.create(mark=wide)
        version = logo.versions.valid(timezone.localdate()).last()
        assert version is not None
        # Every page has it, so that it is no larger there than it is drawn.
        small = version.url_1x if logo == wide else version.url
        for address, shown in (("/", small), (reverse("wagtailadmin_login"), version.url)):
            page = client.get(address).text
            assert f'src="{shown}"' in page
            assert f'<link rel="icon" href="{small}" type="image/png">' in page
            assert "district-mark.svg" not in page


# ---------------------------------------------------------------- which pages wear a logo
def test_the_pages_that_wear_a_logo_are_counted_and_named(
    district: District, storage: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owner = Organization.objects.get(kind=Organization.Kind.DISTRICT)
    mark, own = add_logo(owner, "Seal"), add_logo(district.school.organization, "Juniper", 80)
    unused = add_logo(owner, "Wordmark", size=400)
    of_all, of_school = pages_with(mark), pages_with(own)
    assert of_all.number == Page.objects.filter(live=True, depth__gte=2).count()
    inside = Page.objects.descendant_of(district.school, inclusive=True).live()
    assert of_school.number == inside.count() > 2
    assert pages_with(unused).number == 0
    with django_assert_max_num_queries(2):
        places = dict(of_all.places())
    assert places[district.school.title] == inside.count()
    assert sum(places.values()) == of_all.number
    assert list(places)[-1] == "The district’s own pages"
    with django_assert_max_num_queries(5):
        named = of_school.names(0, 25)
    assert named[0].name == "“Juniper Creek Elementary”"
    assert named[0].url == district.school.url
    assert [each.name for each in of_school.names(1, 1)] == [named[1].name]


def test_no_page_prints_a_statement(district: District) -> None:
    statement = Statement(
        organization=district.school.organization, kind=Statement.Kind.VISION, text="We read."
    )
    assert pages_with(statement).number == 0
