"""No picture reaches the storage with its metadata, however it is uploaded."""

import io
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings
from wagtail.images import get_image_model
from wagtail.images.utils import find_image_duplicates
from wagtail.models import Collection, UploadedFile
from wagtail.permissions import policy_registry

from district_cms.media.models import DistrictImage
from district_cms.media.pictures.fields import strip_waiting_picture
from district_cms.media.pictures.stripping import strip_metadata
from district_cms.people.models import User
from tests.factories import media

pytestmark = pytest.mark.django_db

CUT_JPEG = media.jpeg(image=media.drawing((640, 480)), secrets=False)[:-2000]


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = "district_cms.media.forms.DistrictImageForm"
    return tmp_path


@pytest.fixture
def editor(client: Client) -> Client:
    account = User.objects.create_superuser("office@larkspur.example", "a-long-pass-phrase")
    client.force_login(account)
    return client


def upload(data: bytes, name: str = "Maya-Torres-4b.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def create(data: bytes, name: str = "Maya-Torres-4b.jpg", title: str = "Garden") -> DistrictImage:
    image = DistrictImage(title=title, file=ContentFile(data, name=name))
    image.full_clean()
    image.save()
    return image


def stored_files(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def assert_storage_is_clean(storage: Path, at_least: int = 1) -> None:
    files = stored_files(storage)
    assert len(files) >= at_least
    for path in files:
        data = path.read_bytes()
        assert strip_metadata(io.BytesIO(data)).read() == data, path.name
        assert [secret for secret in media.SECRETS if secret in data] == [], path.name
        assert "maya" not in path.name.casefold()


def is_upright(path: str) -> bool:
    with Image.open(path) as image:
        red, _green, blue = image.convert("RGB").getpixel((2, 2))
        width, height = image.size
        return red > 150 > blue and width > height


def test_the_library_uses_our_picture() -> None:
    assert get_image_model() is DistrictImage


def test_size_and_hash_are_those_of_the_stored_file() -> None:
    image = create(media.jpeg())
    stored = Path(image.file.path).read_bytes()
    again = DistrictImage.objects.get(pk=image.pk)
    assert again.file_size == len(stored)
    assert (again.width, again.height) == (64, 48)
    before = again.file_hash
    again._set_file_hash()
    assert again.file_hash == before != ""


def test_the_same_picture_with_other_metadata_is_a_duplicate() -> None:
    first = create(media.jpeg())
    second = create(media.jpeg() + b"another film")
    account = User.objects.create_superuser("office@larkspur.example")
    policy = policy_registry.get_by_type(DistrictImage)
    assert list(find_image_duplicates(second, account, policy)) == [first]


def test_saving_without_a_new_file_leaves_the_file_alone() -> None:
    image = DistrictImage.objects.get(pk=create(media.jpeg()).pk)
    before = (image.file.name, Path(image.file.path).stat().st_mtime_ns)
    image.description = "Children plant beans in the school garden."
    image.full_clean()
    image.save()
    image.refresh_from_db()
    assert (image.file.name, Path(image.file.path).stat().st_mtime_ns) == before


def test_a_saved_picture_can_be_given_another_file_directly(storage: Path) -> None:
    image = create(media.jpeg())
    image.file.save("Maya-Torres-again.png", ContentFile(media.png(orientation=3)))
    image.refresh_from_db()
    assert image.file.name.endswith(".png")
    assert is_upright(image.file.path)
    assert_storage_is_clean(storage, at_least=2)


def test_the_stored_name_reveals_nothing() -> None:
    image = create(media.jpeg(), "Maya Torres 4b.JPG", title="Maya Torres")
    name = Path(image.file.name)
    assert name.parent == Path("original_images")
    assert name.suffix == ".jpg"
    assert len(name.stem) == 16
    assert create(media.jpeg()).file.name != image.file.name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (CUT_JPEG, "cut.jpg"),
        (media.png(), "really-a-png.jpg"),
    ],
)
def test_a_bad_file_is_an_error_at_its_field_and_nothing_is_stored(
    storage: Path, data: bytes, name: str
) -> None:
    image = DistrictImage(title="Garden", file=ContentFile(data, name=name))
    with pytest.raises(ValidationError) as refused:
        image.full_clean()
    assert list(refused.value.message_dict) == ["file"]
    assert name in refused.value.message_dict["file"][0]
    with pytest.raises(ValidationError):
        image.save()
    assert stored_files(storage) == []
    assert not DistrictImage.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (CUT_JPEG, "“cut.jpg” is damaged"),
        (media.jpeg()[:400], "“cut.jpg” is damaged"),
        (b"no picture", "Upload a valid image"),
    ],
)
def test_uploading_several_pictures_reports_the_error_of_one(
    editor: Client, storage: Path, data: bytes, message: str
) -> None:
    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"title": "Cut", "files[]": upload(data, "cut.jpg")}
    )
    assert not response.json()["success"]
    assert message in response.json()["error_message"]
    assert stored_files(storage) == []


def test_an_upload_that_lacks_a_field_has_no_metadata(editor: Client, storage: Path) -> None:
    waiting = UploadedFile(
        for_content_type=ContentType.objects.get_for_model(DistrictImage),
        file=upload(media.jpeg(orientation=6)),
        uploaded_by_user=User.objects.get(),
    )
    strip_waiting_picture(UploadedFile, waiting)
    waiting.save()
    assert_storage_is_clean(storage)
    response = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        {
            f"uploaded-image-{waiting.pk}-title": "Garden",
            f"uploaded-image-{waiting.pk}-collection": Collection.get_first_root_node().pk,
        },
    )
    assert response.json()["success"]
    image = DistrictImage.objects.get()
    assert image.file_size == Path(image.file.path).stat().st_size
    assert is_upright(image.file.path)
    assert_storage_is_clean(storage)
