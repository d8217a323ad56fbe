"""The logo registry: one entry per picture, with an owner, a description and a hash."""

import hashlib
import html
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.brand import uses
from district_cms.brand.models import Logo, Organization
from district_cms.brand.uses import Use
from district_cms.media.in_use import InUse
from tests.factories import media
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db

LARGE = media.drawing(size=(160, 120))
PNG, JPEG = media.png(image=LARGE), media.jpeg(image=LARGE)


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def nobody_shows_logos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uses, "_registered", [])


@pytest.fixture
def district() -> Organization:
    return Organization.objects.create(
        kind=Organization.Kind.DISTRICT, name="Larkspur Valley Public Schools"
    )


def logo(data: bytes | None = None, extension: str = "png", **fields: Any) -> Logo:
    values: dict[str, Any] = {
        "name": "District, blue",
        "description": "Logo of Larkspur Valley Public Schools",
        "file": ContentFile(data or PNG, name=f"Maya-Torres.{extension}"),
    }
    if "organization" not in fields:
        values["organization"] = Organization.objects.get_or_create(
            kind=Organization.Kind.DISTRICT, defaults={"name": "Larkspur Valley"}
        )[0]
    return Logo(**(values | fields))


def saved(*args: Any, **fields: Any) -> Logo:
    entry = logo(*args, **fields)
    entry.full_clean()
    entry.save()
    return entry


def faults(entry: Logo) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        entry.full_clean()
    return refused.value.message_dict


def test_saving_without_validation_computes_the_hash_too() -> None:
    entry = logo()
    entry.save()
    assert entry.sha256 == hashlib.sha256(Path(entry.file.path).read_bytes()).hexdigest()


def test_a_saved_logo_can_be_saved_again_under_another_name() -> None:
    entry = Logo.objects.get(pk=saved().pk)
    entry.name = "District, for dark ground"
    entry.full_clean()
    entry.save()


def test_the_same_picture_is_refused_with_the_name_of_the_logo_that_has_it() -> None:
    saved(name="District, blue")
    message = faults(logo(PNG + b"other bytes at the end", name="Another name"))["file"][0]
    assert message == "This picture is already registered as “District, blue”. Use that logo."
    with pytest.raises(IntegrityError), transaction.atomic():
        logo(name="Another name").save()


def test_a_logo_has_an_owner() -> None:
    assert "organization" in faults(logo(organization=None))
    with pytest.raises(IntegrityError), transaction.atomic():
        logo(organization=None).save()


@pytest.mark.parametrize("field", ["description", "name"])
def test_a_logo_needs_its(field: str) -> None:
    assert field in faults(logo(**{field: ""}))


@pytest.mark.parametrize(
    ("data", "extension"), [(media.gif(), "gif"), (b"<svg/>", "svg"), (b"text", "txt")]
)
def test_other_formats_are_refused(data: bytes, extension: str) -> None:
    entry = logo()
    entry.file.name = f"logo.{extension}"
    assert "file" in faults(entry)
    assert data


def test_a_damaged_file_is_an_error_at_its_field() -> None:
    assert "“Maya-Torres.png” is damaged" in faults(logo(PNG[:-300]))["file"][0]


def test_a_replaced_logo_is_no_longer_active() -> None:
    old = saved()
    new = saved(JPEG, "jpg", name="District, green")
    old.replaced_by = new
    assert "clear “may be used”" in str(faults(old))
    old.active = False
    old.full_clean()
    old.save()
    assert list(Logo.objects.active()) == [new]
    assert list(new.replaces.all()) == [old]
    new.replaced_by = new
    new.active = False
    assert "replaced_by" in faults(new)


def test_logos_are_found_by_owner(district: Organization) -> None:
    school = Organization.objects.create(kind=Organization.Kind.SCHOOL, name="Juniper Creek")
    districts = saved(organization=district)
    own = saved(JPEG, "jpg", name="Juniper Creek", organization=school)
    assert list(Logo.objects.of_district()) == [districts]
    assert list(Logo.objects.of(school.pk)) == [own]
    assert not Logo.objects.of(None).exists()


# ---------------------------------------------------------------- in use, or with another file
@pytest.fixture
def in_use(nobody_shows_logos: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uses, "_registered", [lambda logo: Use("Email signatures", 2)])


@pytest.mark.usefixtures("in_use")
def test_a_logo_in_use_is_not_deleted_by_code_or_by_the_screen(client: Client) -> None:
    entry = saved()
    client.force_login(make_superuser())

    response = client.post(reverse("logos:delete", args=[entry.pk]), follow=True)

    assert "cannot be deleted, because it is in use. Email signatures: 2" in html.unescape(
        response.content.decode()
    )
    for delete in (entry.delete, Logo.objects.all().delete):
        with pytest.raises(InUse, match="Email signatures: 2"):
            delete()
    assert Logo.objects.filter(pk=entry.pk).exists()


def screen(client: Client, name: str, entry: Logo) -> str:
    client.force_login(make_superuser())
    response = client.get(reverse(f"logos:{name}", args=[entry.pk]))
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def test_a_logo_that_replaces_another_one_stays_and_says_which(client: Client) -> None:
    new = saved(JPEG, "jpg", name="District, green")
    saved(replaced_by=new, active=False)
    shown = screen(client, "delete", new)
    assert "It replaces “District, blue”: choose another logo there first." in shown
    assert "Yes, delete" not in shown

    response = client.post(reverse("logos:delete", args=[new.pk]), follow=True)

    assert "It replaces “District, blue”" in html.unescape(response.content.decode())
    assert Logo.objects.filter(pk=new.pk).exists()


def test_the_screen_deletes_a_logo_that_nobody_uses(client: Client) -> None:
    entry = saved()
    assert "Yes, delete" in screen(client, "delete", entry)
    assert client.post(reverse("logos:delete", args=[entry.pk])).status_code == 302
    assert not Logo.objects.exists()


def test_a_logo_that_nobody_uses_is_deleted() -> None:
    saved().delete()
    assert not Logo.objects.exists()


def test_a_description_with_a_student_id_is_refused() -> None:
    assert "description" in faults(logo(description="Drawn by student ID 204981"))
