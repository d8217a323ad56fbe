"""The drawings beside the steps of each mail program are those of the script, and say the same."""

import re

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.templatetags.static import static

from scripts.step_pictures import FOLDER, PICTURES, drawn, files


def test_the_files_are_what_the_script_draws() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}
    assert found == files()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_and_its_description_have_the_numbers_of_the_steps(name: str) -> None:
    page = lxml.html.fromstring(render_to_string("components/signature_steps.html"))
    (program,) = page.xpath("//details[.//img[@src=$src]]", src=static(f"img/steps/{name}.svg"))
    (picture,) = program.findall(".//img")
    (dark,) = program.findall(".//source")
    assert dark.get("srcset") == static(f"img/steps/{name}-dark.svg")
    steps = {str(number + 1) for number in range(len(program.findall("ol/li")))}
    svg = drawn(name)
    assert set(re.findall(r'font-weight="700">(\d)<', svg)) == steps
    assert set(re.findall(r"(\d): ", picture.get("alt"))) == steps
    assert f'width="{picture.get("width")}" height="{picture.get("height")}"' in svg
