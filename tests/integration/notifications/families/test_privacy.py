"""The privacy page, with the notices that districts publish."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from district_cms.people.roles import Role
from district_cms.people.setting_up.lines import checklist
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
    for place, address in (
        ("//footer//a", reverse("privacy")),
        ("//footer//a", reverse("notifications:request_link")),
        ("//section[contains(@class, 'subscribe-panel')]//a", reverse("privacy")),
    ):
        assert page.xpath(f"{place}[@href=$address]", address=address), (place, address)
    assert "What we keep about families and students" in main(client, "en")
    assert "they may be public records" in main(client, "en")
    assert "Qué guardamos de las familias" in main(client, "es")
    office = DistrictSettings.load()
    office.retention_schedule = "Schedule 7"
    office.save()
    assert "After 400 days we delete your address" in main(client, "en")
    own = make_standard_page(offered.home, title="Our own words", slug="privacy")
    assert own.url == reverse("privacy")
    assert "Our own words" in client.get(own.url).text


def test_the_office_enters_notices_with_their_owners_and_set_up_lists_what_is_missing(
    district: District, client: Client
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    client.force_login(office)
    screen = reverse("wagtailsettings:edit", args=["schools", "districtsettings"])
    notice = {
        "kind": "title-ix",
        "text": rich_text("<p>Write to the coordinator.</p>"),
        "owner": "Office of Equity",
        "contact": "406-555-0107",
        "language": "",
    }
    spanish = notice | {"text": rich_text("<p>Escriba a la oficina.</p>"), "language": "es"}
    homeless = notice | {"kind": "homeless", "owner": ""}

    def save(*notices: dict[str, str]) -> int:
        values = streamfield([("notice", each) for each in notices])
        form = nested_form_data({"required_notices": values})
        return client.post(client.get(screen, follow=True).redirect_chain[-1][0], form).status_code

    assert save(notice, homeless) == 200  # nobody answers for one
    assert save(notice, spanish) == 302
    english = main(client, "en")
    assert "Title IX coordinator Write to the coordinator." in english
    assert "Office of Equity, 406-555-0107" in english
    assert "report card" not in english
    (line,) = [each for each in checklist(office) if each.name == "Required notices"]
    assert "State report card" in line.missing
    assert "Title IX coordinator" not in line.missing
    assert "Escriba a la oficina." in main(client, "es")
