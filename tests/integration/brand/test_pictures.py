"""Which pictures may be logos: one that is too small or too large is refused with a sentence,
before anything is stored or rendered."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile
from pytest_django.fixtures import Settings

from district_cms.brand import uses
from district_cms.brand.models import Logo, Organization
from district_cms.brand.uses import Use
from district_cms.people.roles import Role
from district_cms.schools.models import HomePage
from tests.factories import media
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def nobody_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uses, "_registered", [])


@pytest.fixture
def office(home: HomePage, client: Client) -> Client:
    client.force_login(make_staff((Role.COMMUNICATIONS, None)).user)
    return client


@pytest.fixture
def logo(nobody_shows_it: None) -> Logo:
    return Logo.objects.create(
        name="Council",
        description="Logo of the Mountain Council",
        organization=Organization.objects.create(name="Mountain Council"),
        file=ContentFile(picture((600, 300)), name="logo.png"),
    )


def picture(size: tuple[int, int], mode: str = "RGB") -> bytes:
    if mode == "RGB":
        return media.png(image=media.drawing(size=size, color=(0, 120, 0)))
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def replaced(office: Client, logo: Logo, data: bytes, **more: str) -> Any:
    said = {
        "file": SimpleUploadedFile("new.png", data),
        "description": logo.description,
        "valid_from": timezone.localdate().isoformat(),
        "described": "on",
    }
    return office.post(reverse("logos:replace", args=[logo.pk]), said | more)


def errors(response: Any, field: str) -> str:
    assert response.status_code == 200
    return " ".join(response.context["form"].errors[field])


def stored(storage: Path) -> list[Path]:
    return sorted(path for path in storage.rglob("*") if path.is_file())


@pytest.mark.parametrize(("size", "says"), [
    ((100, 50), "has 100 × 50 pixels, too few for a logo. Choose one that is at least 120 pixels"),
    ((2000, 80), "is shown 19 pixels high. Its smallest height is 24 pixels"),
])  # fmt: skip
def test_a_picture_that_is_too_small_is_refused_with_its_size(
    size: tuple[int, int], says: str, office: Client, logo: Logo, storage: Path
) -> None:
    before = stored(storage)
    response = replaced(office, logo, picture(size))
    assert says in errors(response, "file")
    # At the top too, because the field is below the lists.
    top = response.text.partition("affected__lists")[0]
    assert "The picture is not replaced yet." in top
    assert says in top
    assert logo.versions.count() == 1
    assert stored(storage) == before
    assert Logo.objects.get().sha256 == logo.sha256


def test_a_print_file_is_refused_before_its_pixels_are_decoded(
    office: Client, logo: Logo, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = picture((5000, 4000), "1")

    def decoded(image: Any) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)
    says = errors(replaced(office, logo, huge), "file")
    assert "“new.png” has 20 million pixels, more than a logo may have: 16 million." in says
    assert logo.versions.count() == 1


def test_a_logo_in_sent_mails_can_be_retired_but_not_deleted(
    office: Client, logo: Logo, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = [Use("Email signatures", 0, handed_out=lambda: 2)]
    monkeypatch.setattr(uses, "_registered", [lambda item: mails[0]])
    delete = reverse("logos:delete", args=[logo.pk])
    shown = office.get(delete).text
    assert "2 copied or exported signatures have this logo" in shown
    assert "Yes, delete" not in shown
    office.post(delete)
    assert Logo.objects.exists()
    mails[0] = Use("Email signatures", 0)
    assert office.post(delete).status_code == 302
    assert not Logo.objects.exists()


def test_a_file_missing_from_the_disk_gives_404(client: Client, logo: Logo) -> None:
    version = logo.versions.get()
    Path(version.file_2x.path).unlink()
    assert client.get(version.url).status_code == 404
    assert client.get(version.url_1x).status_code == 200
