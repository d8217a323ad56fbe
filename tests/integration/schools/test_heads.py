"""What search engines and messengers read in the head of a page."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from district_cms.brand.models import WebsiteLook
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db

SITE = "http://localhost"


def meta(page: str) -> dict[str, str]:
    """The content of each `meta` element by its name or property."""
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))


def title_of(page: str) -> str:
    return re.search(r"<title>(.*?)</title>", page)[1]  # type: ignore[index]


@pytest.fixture
def update(district: District) -> Any:
    district.classroom.section = "Period 2"
    district.classroom.save_revision().publish()
    content = update_content(district.curriculum)
    content["events"] = [
        ("event", {"title": "Math night", "date": dt.date(2026, 12, 3), "place": "Gym"}),
        ("event", {"title": "Field trip", "date": dt.date(2026, 12, 4), "off_campus": True}),
    ]
    return make_update(district.classroom, **content)


def test_a_shared_link_describes_its_page(district: District, update: Any, client: Client) -> None:
    said = meta(client.get(update.url).text)
    assert said["description"] == said["og:description"]
    assert said["description"].startswith("Class update of Math 3 at Juniper Creek Elementary, ")
    assert said["og:title"].startswith("Fractions on a number line – Math 3")
    assert (said["og:type"], said["og:locale"]) == ("article", "en_US")
    assert said["og:url"] == f"{SITE}{update.url}"
    assert said["og:image:alt"] == "Juniper Creek Elementary, Larkspur Valley Public Schools"
    of_class = meta(client.get(district.classroom.url).text)
    assert of_class["description"].startswith("Math 3, Period 2 with ")
    spanish = meta(client.get(district.classroom.url, headers={"Accept-Language": "es"}).text)
    assert spanish["og:locale"] == "es_US"
    assert spanish["description"] != of_class["description"]


def test_a_schools_picture_is_rendered_from_its_name_and_cached_forever(
    district: District, client: Client
) -> None:
    address = meta(client.get(district.classroom.url).text)["og:image"].removeprefix(SITE)
    response = client.get(address)
    with Image.open(io.BytesIO(response.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert "immutable" in response["Cache-Control"]
    other = meta(client.get(district.other_school.url).text)["og:image"].removeprefix(SITE)
    assert client.get(other).content != response.content
    WebsiteLook.objects.update_or_create(pk=1, defaults={"color_hue": 150})
    todays = meta(client.get(district.classroom.url).text)["og:image"].removeprefix(SITE)
    old = client.get(address)
    assert (old["Location"], old["Cache-Control"]) == (todays, "no-store")
    assert client.get(f"/shared-99999-{address[-20:]}").status_code == 404


# --------------------------------------------------------- an address for each language
