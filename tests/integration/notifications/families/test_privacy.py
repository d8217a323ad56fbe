"""The privacy page, with the notices that districts publish."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from district_cms.people.roles import Role
from district_cms.people.setting_up import checklist
from district_cms.schools.models import DistrictSettings
from tests.factories.district import District
from tests.factories.pages import make_standard_page
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


def main(client: Client, language: str) -> str:
    (found,) = html.fromstring(client.get(f"/privacy/?lang={language}").text).xpath("//main")
    return " ".join(found.text_content().split())


def test_it_is_there_in_both_languages_from_the_footer_and_the_subscribe_box(
    offered: District, client: Client
) -> None:
    page = html.fromstring(client.get(offered.classroom.url).text)
    footer = page.xpath("//footer//a/@href")
    assert {"/privacy/", reverse("notifications:request_link")} <= set(footer)
    assert "/privacy/" in page.xpath("//section[contains(@class, 'subscribe-panel')]//a/@href")
    assert "they may be public records" in main(client, "en")
    assert "that we no longer write there" in main(client, "en")  # an address that stays
    assert "Qué guardamos de las familias" in main(client, "es")
    make_standard_page(offered.home, title="Our own words", slug="privacy")
    assert "Our own words" in client.get("/privacy/").text


def test_it_links_to_how_to_stop_texts(settings: Any, client: Client) -> None:
    for provider, is_led in (("sandbox", True), ("", False)):
        settings.TEXT_PROVIDER = provider
        page = client.get(reverse("notifications:request_link")).text
        assert (reverse("texts:about") in page) is is_led


def test_the_office_enters_notices_with_their_owners_and_set_up_lists_what_is_missing(
    district: District, client: Client
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    client.force_login(office)
    key = DistrictSettings.load().pk
    screen = reverse("wagtailsettings:edit", args=["schools", "districtsettings", key])
    contact = {"owner": "Office of Equity", "contact": "406-555-0107", "language": ""}
    notice = {"kind": "title-ix", "text": rich_text("<p>Write to the coordinator.</p>"), **contact}
    spanish = notice | {"text": rich_text("<p>Escriba a la oficina.</p>"), "language": "es"}

    def save(*notices: dict[str, str]) -> int:
        values = streamfield([("notice", each) for each in notices])
        empty = {"quick_links": streamfield([])}
        return client.post(
            screen, nested_form_data({"required_notices": values, **empty})
        ).status_code

    assert save(notice, notice | {"kind": "homeless", "owner": ""}) == 200  # nobody answers for one
    assert save(notice, spanish) == 302
    (line,) = [each for each in checklist(office) if each.name == "Required notices"]
    assert "State report card" in line.missing
    assert "Title IX coordinator" not in line.missing
    english = main(client, "en")
    assert "Title IX coordinator Write to the coordinator." in english
    assert "Office of Equity, 406-555-0107" in english
    assert "report card" not in english
    assert "Escriba a la oficina." in main(client, "es")
