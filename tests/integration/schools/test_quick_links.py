"""The links that the office sets for families: on pages and in the search."""

from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import StructBlockValidationError

from district_cms.schools.blocks.quick_links import QuickLinkBlock
from district_cms.schools.models import DistrictSettings
from tests.factories.district import District
from tests.factories.pages import make_school, make_standard_page

pytestmark = pytest.mark.django_db


def set_links(*links: dict[str, Any]) -> None:
    chosen = DistrictSettings.load()
    chosen.quick_links = [("link", link) for link in links]
    chosen.full_clean()
    chosen.save()


def test_a_school_has_its_own_link_and_those_of_the_district(
    district: District, client: Client
) -> None:
    high = make_school(district.home, title="Larkspur High", slug="larkspur-high", kind="high")
    page = make_standard_page(district.home, title="Enrollment", slug="enrollment")
    set_links(
        {"kind": "enrollment", "page": page},
        {"kind": "lunch", "address": "https://menus.larkspur.example"},
        {"kind": "lunch", "address": "https://high.larkspur.example", "school": high},
    )
    front, own = client.get("/").text, client.get(high.url).text
    assert 'href="https://menus.larkspur.example">Lunch menu' in front
    assert 'href="/enrollment/">Enroll a student' in front
    assert "https://high.larkspur.example" not in front
    assert "https://high.larkspur.example" in own
    assert "https://menus.larkspur.example" not in own
    spanish = client.get("/", headers={"accept-language": "es"}).text
    assert "Inscribir a un estudiante" in spanish
    page.unpublish()
    assert "Enroll a student" not in client.get("/?again").text


def test_the_search_finds_the_links(district: District, client: Client) -> None:
    set_links({"kind": "lunch", "address": "https://menus.larkspur.example"})
    for query in ("lunch menu", "menú", "what is for lunch"):
        first, *_rest = client.get("/search/", {"q": query}).context["results_page"]
        assert first["url"] == "https://menus.larkspur.example", query
    set_links()
    assert "menus.larkspur" not in client.get("/search/?q=lunch").text


@pytest.mark.parametrize(
    "link",
    [
        {"kind": "bus"},
        {"kind": "bus", "address": "javascript:alert(1)"},
        {"kind": "bus", "address": "menus.example.org"},
    ],
)
def test_a_link_leads_somewhere(link: dict[str, Any]) -> None:
    block = QuickLinkBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(link))
