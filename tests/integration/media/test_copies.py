"""The renditions of a picture that pages show, in formats with small files."""

import io

import pytest
from django.core.files.base import ContentFile
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from district_cms.media.models import DistrictImage
from district_cms.media.pictures.renditions import MAKE_COPIES
from district_cms.media.tasks import make_copies_of
from tests.factories import media

pytestmark = pytest.mark.django_db


def photograph(name: str = "pond.jpg", data: bytes | None = None) -> DistrictImage:
    out = io.BytesIO()
    media.drawing((900, 675)).save(out, "JPEG")
    file = ContentFile(data or out.getvalue(), name=name)
    made: DistrictImage = DistrictImage.objects.create(title="Pond", file=file)
    return made


def waiting() -> list[tuple[int, ...]]:
    """Returns the queued tasks that create renditions."""
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
