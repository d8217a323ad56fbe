"""The copies of a picture that pages show, in formats that are small."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django_q.models import OrmQ
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from district_cms.media.models import DistrictImage
from district_cms.media.pictures.shown import MAKE_COPIES
from district_cms.media.pictures.tasks import make_copies_of
from tests.factories import media
from tests.factories.district import District
from tests.factories.pages import make_standard_page

pytestmark = pytest.mark.django_db


def photograph(name: str = "pond.jpg", data: bytes | None = None) -> DistrictImage:
    out = io.BytesIO()
    media.drawing((900, 675)).save(out, "JPEG")
    file = ContentFile(data or out.getvalue(), name=name)
    made: DistrictImage = DistrictImage.objects.create(title="Pond", file=file)
    return made


def waiting() -> list[tuple[int, ...]]:
    """What the worker is to make copies of."""
    return [row.task["args"] for row in OrmQ.objects.all() if row.func() == MAKE_COPIES]


def test_a_stored_picture_gets_its_copies_from_the_worker(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        picture = photograph()
    assert waiting() == [(picture.pk,)]
    assert make_copies_of(picture.pk) == f"picture {picture.pk}: 6 copies"
    assert make_copies_of(999_999) == "picture 999999: gone"
    picture.title = "Pond in June"
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert waiting() == [(picture.pk,)]


def test_a_page_shows_the_worker_s_copies_and_makes_none(
    district: District, client: Client
) -> None:
    picture = photograph()
    make_copies_of(picture.pk)
    block = {"image": picture, "description": "Ducks on a pond."}
    block |= {"source": "staff", "people": "none"}
    page = make_standard_page(district.home, body=[("picture", block), ("picture", block)])
    written = client.get(page.url).text
    assert picture.renditions.count() == 6
    first, shown = re.findall(r"<picture>(.*?)</picture>", written, re.DOTALL)
    assert 'loading="eager"' in first
    assert 'type="image/avif"' in shown
    fallback = re.search(r"<img[^>]*>", shown)[0]  # type: ignore[index]
    for said in ('width="800"', 'height="600"', 'loading="lazy"', 'alt="Ducks on a pond."'):
        assert said in fallback
    addresses = set(re.findall(r"(/media/\S+?)[ \",]", shown))
    assert len(addresses) == 6
    for address in addresses:
        answer = client.get(address)
        kind = address.rsplit(".", 1)[-1]
        assert answer["Content-Type"] == f"image/{kind}"
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as copy:
            assert copy.format == kind.upper()


def test_a_picture_that_moves_and_a_clear_one_have_copies_too() -> None:
    for name, data in (("flag.gif", media.gif()), ("sign.png", media.png())):
        picture = photograph(name, data)
        assert make_copies_of(picture.pk).endswith("6 copies")
