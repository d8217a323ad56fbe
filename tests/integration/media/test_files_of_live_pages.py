"""A picture or document of a live page went through the gate; nothing takes its place unasked."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.users.models import UserProfile

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.places import shared_collection
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.media import SECRETS, jpeg, png
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import make_account

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


def content_with(
    district: District, picture: DistrictImage, document: DistrictDocument
) -> dict[str, Any]:
    shown = {"image": picture, "description": "Number lines on a wall", "source": "staff"}
    lesson = [
        ("prose", "<p>We place halves on a number line.</p>"),
        ("picture", {**shown, "people": "none"}),
        ("document", {"document": document, "text": ""}),
    ]
    return update_content(district.curriculum, lesson=lesson)


def put_in_place(
    account: User, picture: DistrictImage, document: DistrictDocument
) -> tuple[str, str]:
    """Tries to change the titles of both and to delete them; the titles afterwards."""
    client = Client()
    client.force_login(account)
    form: dict[str, Any] = {
        "title": "Something else",
        "collection": picture.collection_id,
        "description": "",
        "tags": "",
    }
    image_edit = reverse("wagtailimages:edit", args=[picture.pk])
    file = SimpleUploadedFile("other.png", png(secrets=False), content_type="image/png")
    client.post(image_edit, {**form, "file": file})
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), form)
    picture.refresh_from_db()
    document.refresh_from_db()
    return picture.title, document.title


def delete_both(account: User, picture: DistrictImage, document: DistrictDocument) -> int:
    """Tries to delete them, also by the door of several uploads; how many are left."""
    client = Client()
    client.force_login(account)
    client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    client.post(reverse("wagtailimages:delete_multiple", args=[picture.pk]))
    client.post(reverse("wagtaildocs:delete", args=[document.pk]))
    client.post(reverse("wagtaildocs:delete_multiple", args=[document.pk]))
    return DistrictImage.objects.count() + DistrictDocument.objects.count()


def test_a_teacher_changes_nothing_that_stands_on_a_live_page(
    district: District, picture: DistrictImage, document: DistrictDocument
) -> None:
    make_update(district.classroom, **content_with(district, picture, document))
    kept = ("Number lines on a wall", "Supply list")
    assert put_in_place(district.teacher, picture, document) == kept
    assert delete_both(district.teacher, picture, document) == 2


def test_a_teacher_changes_what_stands_on_a_draft(
    district: District, picture: DistrictImage, document: DistrictDocument
) -> None:
    make_draft(district.classroom, **content_with(district, picture, document))
    changed = ("Something else", "Something else")
    assert put_in_place(district.teacher, picture, document) == changed
    assert delete_both(district.teacher, picture, document) == 0


def test_a_teacher_still_chooses_what_stands_on_a_live_page(
    district: District, picture: DistrictImage, document: DistrictDocument, client: Client
) -> None:
    make_update(district.classroom, **content_with(district, picture, document))
    client.force_login(district.teacher)
    chosen = client.get(reverse("wagtailimages_chooser:chosen", args=[picture.pk]))
    assert chosen.json()["result"]["title"] == "Number lines on a wall"


def test_the_communications_office_fixes_what_stands_on_a_live_page(
    district: District, picture: DistrictImage, document: DistrictDocument
) -> None:
    make_update(district.classroom, **content_with(district, picture, document))
    office = make_account(Role.COMMUNICATIONS)
    changed = ("Something else", "Something else")
    assert put_in_place(office, picture, document) == changed


@pytest.mark.parametrize("before", ["", "./", "x/../", "/"])
def test_a_document_is_had_at_its_own_address_only(
    before: str, document: DistrictDocument, client: Client
) -> None:
    assert document.url.startswith("/documents/")
    assert client.get(f"/media/{before}{document.file.name}").status_code in {400, 404}


def test_the_picture_of_an_account_is_stored_without_its_metadata(district: District) -> None:
    profile = UserProfile.get_for_user(district.teacher)
    profile.avatar = SimpleUploadedFile("Elena at home.jpg", jpeg(), content_type="image/jpeg")
    profile.save()
    with profile.avatar.open() as file:
        stored = file.read()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert "elena" not in profile.avatar.name.lower()


def test_a_picture_of_an_account_that_breaks_off_is_dropped(district: District) -> None:
    profile = UserProfile.get_for_user(district.teacher)
    profile.avatar = SimpleUploadedFile("me.jpg", jpeg(secrets=False)[:-300])
    profile.save()
    assert not profile.avatar
