"""One frame around every mail: who writes, from where, in the reader's language."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, one_line, site_root, tidy

pytestmark = pytest.mark.django_db


def office() -> DistrictSettings:
    return DistrictSettings(street="1 Valley Road", city="Larkspur, MT", phone="406-555-0100")


def test_no_mail_has_a_color_of_one_district_in_its_template() -> None:
    folders = Path(settings.BASE_DIR, "templates").glob("**/email/**/*.html")
    written = {
        color
        for template in folders
        for color in re.findall(r"#[0-9a-fA-F]{6}", template.read_text(encoding="utf-8"))
    }
    # Words, soft words, paper, what is coming; in the dark words, paper, sheet, what is coming.
    light = {"#26243a", "#5a5670", "#f6f4ef", "#f0eef8", "#ffffff"}
    assert written == light | {"#f1f1f1", "#151515", "#212121", "#2e2e2e"}


def test_without_a_language_the_active_one_is_used() -> None:
    with translation.override("es"):
        drawn = draw("email/base", subject="x", office=office())
    assert '<html lang="es">' in drawn.html


def test_a_district_without_an_address_leaves_no_gap() -> None:
    drawn = draw("email/base", subject="x", office=DistrictSettings())
    assert f"{settings.DISTRICT_NAME}\n{site_root()}/" in drawn.text


def test_a_rendered_mail_becomes_a_django_message_with_both_parts() -> None:
    drawn = draw("email/base", subject="x", office=office())
    message = drawn.message("maria@example.net")
    assert (message.subject, message.body, message.to) == ("x", drawn.text, ["maria@example.net"])
    ((html, kind),) = message.alternatives
    assert (html, kind) == (drawn.html, "text/html")


def test_a_text_loses_its_gaps_and_a_subject_its_lines() -> None:
    assert tidy("\n a  \n\n\n\nb\n") == "a\n\nb\n"
    assert one_line(" a\r\nb ") == "a b"
