"""One frame around every mail: who writes, from where, in the reader's language."""

import pytest
from django.conf import settings
from django.utils import translation

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
