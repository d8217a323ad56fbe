"""Organizations are created with the pages that point to them; the office adds professional
ones."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.brand.models import Logo, Organization
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories import media
from tests.factories.pages import make_school
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

Kind = Organization.Kind


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def office(home: Any, client: Client) -> Client:
    client.force_login(make_staff((Role.COMMUNICATIONS, None)).user)
    return client


def names(kind: str) -> list[str]:
    return list(Organization.objects.filter(kind=kind).values_list("name", flat=True))


def test_an_old_revision_does_not_give_a_school_another_organization(home: Any) -> None:
    school = make_school(home, title="Juniper Creek")
    revision = school.save_revision()
    revision.content["organization"] = None
    revision.save()
    revision.publish()
    assert names("school") == ["Juniper Creek"]
    assert SchoolPage.objects.get(pk=school.pk).organization_id == school.organization_id


def test_two_schools_may_have_one_name(home: Any) -> None:
    make_school(home, title="Sunrise")
    make_school(home, title="Sunrise")
    assert names("school") == ["Sunrise", "Sunrise"]


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        ("professional", "Music Educators", None),
        (
            "professional",
            "STATE READING COUNCIL",
            "There is already an organization with this name",
        ),
        ("professional", "", "blank"),
        ("district", "Another district", "one district"),
        ("school", "State Reading Council", None),
        ("club", "Chess", "Constraint"),
    ],
)
def test_an_organization_has_a_unique_name(
    home: Any, kind: str, name: str, wrong: str | None
) -> None:
    Organization.objects.create(kind=Kind.PROFESSIONAL, name="State Reading Council")
    entry = Organization(kind=kind, name=name)
    if wrong is None:
        entry.full_clean()
        entry.save()
        return
    with pytest.raises(ValidationError, match=wrong):
        entry.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


def test_the_delete_screen_says_who_uses_the_logo(home: Any, office: Client) -> None:
    district = Organization.objects.get(kind=Kind.DISTRICT)
    logo = Logo(name="District", description="A flower", organization=district)
    logo.file = ContentFile(media.png(), name="logo.png")
    logo.save()
    asked = office.get(reverse("logos:delete", args=[logo.pk])).text
    # The registry's sentence: each app that shows the logo, in the order of registration.
    assert "This logo is in use and cannot be deleted. Pages: 1, Email signatures: 1." in asked
    Logo.objects.update(active=False)
    assert "This logo is in use" not in office.get(reverse("logos:delete", args=[logo.pk])).text
    assert "Larkspur Valley Public Schools" in office.get(reverse("logos:index")).text
