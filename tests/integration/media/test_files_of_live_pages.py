"""A picture or document of a live page passed the gate; nothing replaces it without
confirmation."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from wagtail.users.models import UserProfile

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.places import shared_collection
from tests.factories.district import District
from tests.factories.media import SECRETS, jpeg, png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def picture(district: District) -> DistrictImage:
    image: DistrictImage = DistrictImage.objects.create(
        title="Number lines on a wall",
        file=ContentFile(png(secrets=False), name="wall.png"),
        collection=shared_collection(),
        uploaded_by_user=district.teacher,
    )
    return image


@pytest.fixture
def document(district: District) -> DistrictDocument:
    made: DistrictDocument = DistrictDocument.objects.create(
        title="Supply list",
        file=ContentFile(b"pens", name="supplies.txt"),
        collection=shared_collection(),
        uploaded_by_user=district.teacher,
    )
    return made


def test_the_picture_of_an_account_is_stored_without_its_metadata(district: District) -> None:
    profile = UserProfile.get_for_user(district.teacher)
    profile.avatar = SimpleUploadedFile("Elena at home.jpg", jpeg(), content_type="image/jpeg")
    profile.save()
    with profile.avatar.open() as file:
        stored = file.read()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert "elena" not in profile.avatar.name.lower()


def test_a_damaged_picture_of_an_account_is_dropped(district: District) -> None:
    profile = UserProfile.get_for_user(district.teacher)
    profile.avatar = SimpleUploadedFile("me.jpg", jpeg(secrets=False)[:-300])
    profile.save()
    assert not profile.avatar
