"""HEIC pictures of phones become JPEG; all other files stay unchanged."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from district_cms.media.pictures.phones import as_browsers_show
from tests.factories.media import heic, png


def test_other_files_are_not_changed_and_a_damaged_one_is_refused() -> None:
    other = SimpleUploadedFile("wall.png", png(secrets=False))
    assert as_browsers_show(other) is other
    broken = SimpleUploadedFile("IMG_0002.HEIC", heic()[:200])
    with pytest.raises(ValidationError, match=r"IMG_0002\.HEIC” is damaged"):
        as_browsers_show(broken)
