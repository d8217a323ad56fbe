"""HEIC pictures of phones become JPEG; everything else stays what it is."""

import io

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from district_cms.media.pictures.phones import as_browsers_show
from district_cms.media.pictures.stripping import has_metadata, strip_metadata
from tests.factories.media import RED, drawing, exif, png


def heic(**options: bytes) -> bytes:
    written = io.BytesIO()
    pillow_heif.from_pillow(drawing()).save(written, quality=95, **options)
    return written.getvalue()


def test_a_phones_picture_is_shown_by_every_browser_and_says_nothing_of_its_owner() -> None:
    phone = SimpleUploadedFile("IMG_0001.HEIC", heic(exif=exif()))
    shown = as_browsers_show(phone)
    assert shown.name == "IMG_0001.jpg"
    stored = strip_metadata(shown)
    assert has_metadata(stored) == []
    with Image.open(stored) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
        red = picture.getpixel((5, 5))
        assert isinstance(red, tuple)
        assert all(abs(one - other) < 40 for one, other in zip(red, RED, strict=True))


def test_other_files_stay_as_they_are_and_a_damaged_one_is_refused_in_words() -> None:
    other = SimpleUploadedFile("wall.png", png(secrets=False))
    assert as_browsers_show(other) is other
    broken = SimpleUploadedFile("IMG_0002.HEIC", heic()[:200])
    with pytest.raises(ValidationError, match=r"IMG_0002\.HEIC” is damaged"):
        as_browsers_show(broken)
