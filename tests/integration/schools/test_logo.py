"""The logo registry: one entry per picture, with an owner, a description and a hash."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from district_cms.media.pictures.stripping import has_metadata
from district_cms.schools.models import HomePage, Logo, SchoolPage
from tests.factories import media

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def school() -> SchoolPage:
    home = HomePage.add_root(instance=HomePage(title="Larkspur Valley", slug="larkspur-valley"))
    page = SchoolPage(title="Juniper Creek Elementary", slug="juniper-creek", kind="elementary")
    return home.add_child(instance=page)


def logo(data: bytes | None = None, extension: str = "png", **fields: Any) -> Logo:
    values: dict[str, Any] = {
        "name": "District, blue",
        "description": "Logo of Larkspur Valley Public Schools",
        "owner_kind": Logo.OwnerKind.DISTRICT,
        "file": ContentFile(data or media.png(), name=f"Maya-Torres.{extension}"),
    }
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


@pytest.mark.parametrize(
    ("data", "extension"), [(media.png(), "png"), (media.jpeg(), "jpg"), (media.webp(), "webp")]
)
def test_the_hash_is_of_the_stored_file_which_has_no_metadata(data: bytes, extension: str) -> None:
    entry = Logo.objects.get(pk=saved(data, extension).pk)
    stored = Path(entry.file.path).read_bytes()
    assert has_metadata(io.BytesIO(stored)) == []
    assert entry.sha256 == hashlib.sha256(stored).hexdigest()
    assert (entry.width, entry.height) == (64, 48)
    assert "maya" not in entry.file.name.casefold()


def test_saving_without_validation_computes_the_hash_too() -> None:
    entry = logo()
    entry.save()
    assert entry.sha256 == hashlib.sha256(Path(entry.file.path).read_bytes()).hexdigest()


def test_a_changed_file_changes_the_hash_and_the_address() -> None:
    entry = saved()
    before = (entry.sha256, entry.file.name)
    picture = media.drawing(colour=(0, 120, 0))
    entry.file = ContentFile(media.png(image=picture), name="logo.png")
    entry.full_clean()
    entry.save()
    entry.refresh_from_db()
    assert entry.sha256 != before[0]
    assert entry.file.name != before[1]
    assert entry.sha256 == hashlib.sha256(Path(entry.file.path).read_bytes()).hexdigest()


def test_a_saved_logo_can_be_saved_again_under_another_name() -> None:
    entry = Logo.objects.get(pk=saved().pk)
    entry.name = "District, for dark ground"
    entry.full_clean()
    entry.save()


def test_the_same_picture_is_refused_with_the_name_of_the_logo_that_has_it() -> None:
    saved(name="District, blue")
    message = faults(logo(media.png() + b"other bytes at the end", name="Another name"))["file"][0]
    assert message == "This picture is registered already, as “District, blue”. Use that logo."
    with pytest.raises(IntegrityError), transaction.atomic():
        logo(name="Another name").save()


@pytest.mark.parametrize(
    ("kind", "has_school", "organisation", "wrong"),
    [
        ("district", False, "", None),
        ("district", True, "", "school"),
        ("district", False, "State Music Teachers", "organisation_name"),
        ("school", True, "", None),
        ("school", False, "", "school"),
        ("school", True, "State Music Teachers", "organisation_name"),
        ("organisation", False, "State Music Teachers", None),
        ("organisation", False, "", "organisation_name"),
        ("organisation", True, "State Music Teachers", "school"),
    ],
)
def test_the_owner_is_what_the_kind_says(
    school: SchoolPage, kind: str, has_school: bool, organisation: str, wrong: str | None
) -> None:
    fields = {
        "owner_kind": kind,
        "school": school if has_school else None,
        "organisation_name": organisation,
    }
    if wrong is None:
        saved(**fields)
        return
    assert wrong in faults(logo(**fields))
    with pytest.raises(IntegrityError), transaction.atomic():
        logo(**fields).save()


@pytest.mark.parametrize("field", ["description", "name", "owner_kind"])
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
    assert "“Maya-Torres.png” is damaged" in faults(logo(media.png()[:-300]))["file"][0]


def test_a_replaced_logo_is_no_longer_active() -> None:
    old = saved()
    new = saved(media.jpeg(), "jpg", name="District, green")
    old.replaced_by = new
    assert "untick “may be used”" in str(faults(old))
    old.active = False
    old.full_clean()
    old.save()
    assert list(Logo.objects.active()) == [new]
    assert list(new.replaces.all()) == [old]
    new.replaced_by = new
    new.active = False
    assert "replaced_by" in faults(new)


def test_logos_are_found_by_owner(school: SchoolPage) -> None:
    district = saved()
    own = saved(
        media.jpeg(), "jpg", name="Juniper Creek", owner_kind=Logo.OwnerKind.SCHOOL, school=school
    )
    assert list(Logo.objects.of_district()) == [district]
    assert list(Logo.objects.of_school(school.pk)) == [own]
