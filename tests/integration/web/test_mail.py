"""One frame around every mail: who writes, from where, in the reader's language."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from district_cms.brand.colors import mail_color
from district_cms.brand.models import Organization, WebsiteLook
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, one_line, site_root, tidy
from tests.factories.pages import make_home

pytestmark = pytest.mark.django_db


def office() -> DistrictSettings:
    return DistrictSettings(street="1 Valley Road", city="Larkspur, MT", phone="406-555-0100")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_mail_names_the_district_its_address_and_its_site(language: str) -> None:
    make_home(hostname="www.larkspur.example")
    drawn = draw(
        "notifications/email/nothing_here",
        subject="Nothing\nhere",
        office=office(),
        language=language,
        url="https://www.larkspur.example/",
    )
    assert drawn.subject == "Nothing here"
    for part in (settings.DISTRICT_NAME, "1 Valley Road", "Larkspur, MT", "406-555-0100"):
        assert part in drawn.html
        assert part in drawn.text
    assert f'<html lang="{language}">' in drawn.html
    assert "http://www.larkspur.example/" in drawn.text
    assert "\n\n\n" not in drawn.text


def test_a_mail_has_the_name_and_the_color_of_the_website_and_asks_nothing_for_them(
    django_assert_num_queries: Any,
) -> None:
    make_home()
    Organization.objects.filter(kind=Organization.Kind.DISTRICT).update(name="Bitterroot Schools")
    WebsiteLook(color_hue=145, color_chroma=Decimal("0.10")).save()
    DistrictSettings(street="1 Valley Road").save()
    with django_assert_num_queries(1):
        kept = DistrictSettings.kept()
        assert (kept.name, kept.color) == ("Bitterroot Schools", mail_color(145, 0.1))
    drawn = draw("notifications/email/nothing_here", subject="x", office=kept, url="/")
    assert "Bitterroot Schools" in drawn.html
    assert "Bitterroot Schools" in drawn.text
    assert f"background-color: {kept.color};" in drawn.html


def test_no_mail_has_a_color_of_one_district_in_its_template() -> None:
    folders = Path(settings.BASE_DIR, "templates").glob("**/email/**/*.html")
    written = {
        color
        for template in folders
        for color in re.findall(r"#[0-9a-fA-F]{6}", template.read_text(encoding="utf-8"))
    }
    # Words, soft words, paper, what is coming.
    assert written == {"#26243a", "#5a5670", "#f6f4ef", "#f0eef8", "#ffffff"}


def test_without_a_language_the_present_one_is_written() -> None:
    with translation.override("es"):
        drawn = draw("notifications/email/nothing_here", subject="x", office=office(), url="/")
    assert '<html lang="es">' in drawn.html


def test_a_district_without_an_address_leaves_no_gap() -> None:
    drawn = draw(
        "notifications/email/nothing_here", subject="x", office=DistrictSettings(), url="/"
    )
    assert f"{settings.DISTRICT_NAME}\n{site_root()}/" in drawn.text


def test_a_drawn_mail_becomes_djangos_with_both_parts() -> None:
    drawn = draw("notifications/email/nothing_here", subject="x", office=office(), url="/")
    message = drawn.message("maria@example.net")
    assert (message.subject, message.body, message.to) == ("x", drawn.text, ["maria@example.net"])
    ((html, kind),) = message.alternatives
    assert (html, kind) == (drawn.html, "text/html")


def test_a_text_loses_its_gaps_and_a_subject_its_lines() -> None:
    assert tidy("\n a  \n\n\n\nb\n") == "a\n\nb\n"
    assert one_line(" a\r\nb ") == "a b"
