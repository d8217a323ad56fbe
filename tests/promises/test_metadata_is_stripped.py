"""No picture is stored with its place, its camera or its owner."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from district_cms.media.pictures.phones import as_browsers_show
from district_cms.media.pictures.stripping import strip_metadata
from tests.factories import media
from tests.factories.media import RED, exif, heic
from tests.unit.media.stripped import MAKERS, is_upright, strip


@pytest.mark.parametrize("extension", MAKERS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_loses_every_secret_and_stands_upright(extension: str, orientation: int) -> None:
    before = MAKERS[extension](orientation=orientation)
    assert any(secret in before for secret in media.SECRETS)
    after = strip(before, f"IMG_0042.{extension}")
    assert [secret for secret in media.SECRETS if secret in after] == []
    assert strip(after) == after  # nothing more can be left out
    assert is_upright(after)


def test_a_phones_picture_is_shown_by_every_browser_and_says_nothing_of_its_owner() -> None:
    phone = SimpleUploadedFile("IMG_0001.HEIC", heic(exif=exif()))
    shown = as_browsers_show(phone)
    assert shown.name == "IMG_0001.jpg"
    stored = strip_metadata(shown)
    data = stored.read()
    assert strip(data) == data
    stored.seek(0)
    with Image.open(stored) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
        red = picture.getpixel((5, 5))
        assert isinstance(red, tuple)
        assert all(abs(one - other) < 40 for one, other in zip(red, RED, strict=True))
