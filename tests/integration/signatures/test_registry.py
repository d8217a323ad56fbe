"""What signatures need from the registry of logos and statements: copied pictures stay available,
and a statement has one language."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.brand.models import Logo, Organization, Statement
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories import media
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> SchoolPage:
    return make_school(make_home(), title="Juniper Creek Elementary", street="210 Juniper Lane")


@pytest.fixture
def teacher(school: SchoolPage, client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_staff((Role.TEACHER, school), title="Grade 3 Teacher").user)
    return client


def add_logo(name: str, color: tuple[int, int, int]) -> Logo:
    district = Organization.objects.get(kind=Organization.Kind.DISTRICT)
    file = ContentFile(media.png(image=media.drawing(color=color)), name="logo.png")
    return Logo.objects.create(name=name, description=name, organization=district, file=file)


def test_the_heading_of_a_statement_is_in_the_statements_language(
    school: SchoolPage, teacher: Client
) -> None:
    assert school.organization is not None
    mission = Statement.objects.create(
        kind=Statement.Kind.MISSION,
        organization=school.organization,
        language="es",
        text="Todos leen.",
        owner="Board of Trustees",
    )
    address = reverse("signatures:my_signature")
    page = teacher.get(address, {"chosen": "1", "statement": f"{mission.key}-es"}).text
    assert "Misi&amp;#243;n de Juniper Creek Elementary: Todos leen." in page
    assert "Misión de Juniper Creek Elementary (Spanish)" in page
