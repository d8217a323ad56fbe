"""The newest update on its class's page promises what its own page has, and no more."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from district_cms.media.models import DistrictDocument, DistrictImage
from tests.factories.district import District
from tests.factories.media import png
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kinds", "promise"),
    [
        ("", "Open this update on its own page"),
        ("picture", "Open this update on its own page, with its pictures"),
        ("document", "Open this update on its own page, with its files"),
        ("picture document", "Open this update on its own page, with its pictures and files"),
    ],
)
def test_the_link_to_the_own_page_names_what_is_there(
    kinds: str,
    promise: str,
    district: District,
    client: Client,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    blocks = {"picture": a_picture, "document": a_document}
    lesson = [("prose", "<p>We place halves on a number line.</p>")]
    lesson += [(kind, blocks[kind]()) for kind in kinds.split()]
    make_update(district.classroom, **update_content(district.curriculum, lesson=lesson))
    page = html.fromstring(client.get(district.classroom.url).content)
    [link] = page.xpath("//p[contains(@class, 'update-card__more')]/a")
    assert link.text_content() == promise


def a_picture() -> dict[str, Any]:
    file = ContentFile(png(secrets=False), name="wall.png")
    image = DistrictImage.objects.create(title="A wall", file=file)
    return {
        "image": image,
        "description": "Number lines on a wall",
        "source": "staff",
        "people": "none",
    }


def a_document() -> dict[str, Any]:
    file = ContentFile(b"pens", name="supplies.txt")
    return {"document": DistrictDocument.objects.create(title="Supply list", file=file), "text": ""}
