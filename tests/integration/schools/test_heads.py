"""What search engines and messengers read in the head of a page."""

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from district_cms.brand.models import WebsiteLook
from tests.factories.district import District
from tests.factories.pages import make_standard_page, make_update, update_content

pytestmark = pytest.mark.django_db

SITE = "http://localhost"


def meta(page: str) -> dict[str, str]:
    """The content of each `meta` element by its name or property."""
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))


def things(page: str) -> dict[str, Any]:
    """The things of schema.org that a page names, by their type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return {thing["@type"]: thing for thing in json.loads(found[1])["@graph"]}


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


def test_a_title_names_the_page_what_it_belongs_to_and_the_school(
    district: District, update: Any, client: Client
) -> None:
    plain = make_standard_page(district.home, title="Enrollment")
    pages = {page: title_of(client.get(page.url).text) for page in (
        district.home, district.school, district.teacher_page, district.classroom, update, plain
    )}  # fmt: skip
    end = "Juniper Creek Elementary – Larkspur Valley Public Schools"
    assert list(pages.values()) == [
        "Larkspur Valley Public Schools",
        end,
        f"Ms. Rivera – {end}",
        f"Math 3, Period 2 – Ms. Rivera – {end}",
        f"Fractions on a number line – Math 3 – {end}",
        "Enrollment – Larkspur Valley Public Schools",
    ]


def test_a_link_that_is_sent_on_says_what_it_leads_to(
    district: District, update: Any, client: Client
) -> None:
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


def test_what_an_author_says_of_a_page_comes_first(district: District, client: Client) -> None:
    page = make_standard_page(district.school, search_description="Enroll", introduction="No")
    assert meta(client.get(page.url).text)["description"] == "Enroll"


def test_the_picture_of_a_school_is_drawn_of_its_name_and_kept_for_ever(
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


def test_a_school_a_class_and_its_dates_are_told_in_the_words_of_schema_org(
    district: District, update: Any, client: Client
) -> None:
    district.school.phone = "406-555-0112"
    district.school.save_revision().publish()
    school = things(client.get(district.school.url).text)["School"]
    assert (school["name"], school["telephone"]) == ("Juniper Creek Elementary", "406-555-0112")
    page = client.get(update.url).text
    event = things(page)["Event"]
    assert (event["name"], event["location"]["name"]) == ("Math night", "Gym")
    assert event["startDate"].startswith("2026-12-03")
    steps = things(page)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps][-3:] == [
        "Ms. Rivera", "Math 3", "Fractions on a number line",
    ]  # fmt: skip
    assert steps[-1]["item"] == f"{SITE}{update.url}"
    course = things(client.get(district.classroom.url).text)["Course"]
    assert (course["name"], course["provider"]["name"]) == (
        "Math 3, Period 2",
        "Juniper Creek Elementary",
    )


def test_of_what_is_for_families_only_search_engines_hear_nothing(
    update: Any, client: Client
) -> None:
    for page in (update, update.get_parent()):
        written = client.get(page.url).text
        data = written[written.index("ld+json") : written.index("</script>", written.index("ld+"))]
        assert "Math night" in data
        assert "Field trip" not in data


def test_no_title_ends_the_data_of_a_page(district: District, client: Client) -> None:
    page = make_standard_page(district.home, title="</script><script>alert(1)</script>")
    written = client.get(page.url).text
    assert "<script>alert" not in written
    assert things(written)["BreadcrumbList"]["itemListElement"][-1]["name"] == page.title


def test_a_calendar_says_what_it_is_where_it_is_shared(district: District, client: Client) -> None:
    address = f"/calendar/{district.school.slug}/"
    page = client.get(address).text
    assert title_of(page).startswith("Juniper Creek Elementary: Calendar – ")
    assert f'<link rel="canonical" href="{SITE}{address}">' in page
    said = meta(page)
    assert said["description"] == said["og:description"]
    assert said["description"].startswith("Days without school, school events")
    assert said["og:url"] == f"{SITE}{address}"
    assert said["og:image:alt"].startswith("Juniper Creek Elementary")
    assert title_of(client.get("/calendar/").text).startswith("Calendar – Larkspur")


# --------------------------------------------------------- an address for each language


def test_an_address_shows_a_page_in_its_language_whatever_was_chosen(
    district: District, client: Client
) -> None:
    address = f"{district.school.url}?lang=es"
    spanish = client.get(address).text
    assert '<html lang="es"' in spanish
    assert f'<link rel="canonical" href="{SITE}{address}">' in spanish
    client.cookies["django_language"] = "en"
    assert '<html lang="es"' in client.get(address).text
    assert '<html lang="en"' in client.get(district.school.url).text
    # Somebody chooses another language there, and gets it.
    chosen = client.post("/language/", {"language": "en", "next": f"{address}&page=2"})
    assert chosen["Location"] == f"{district.school.url}?page=2&lang=en"
    assert '<html lang="en"' in client.get(f"{district.school.url}?lang=xx").text


def test_a_page_that_search_engines_list_names_its_addresses_in_all_languages(
    district: District, client: Client
) -> None:
    def named(address: str) -> dict[str, str]:
        alternate = r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">'
        return dict(re.findall(alternate, client.get(address).text))

    url = SITE + district.school.url
    everywhere = {"en": f"{url}?lang=en", "es": f"{url}?lang=es", "x-default": url}
    assert named(district.school.url) == named(f"{district.school.url}?lang=es") == everywhere
    assert named("/calendar/?lang=es")["es"] == f"{SITE}/calendar/?lang=es"
    # Other months are found from this one.
    assert named("/calendar/?month=2026-12") == {}
    assert named(district.classroom.url) == {}
