"""A person who works at two schools: both schools' numbers, statements and logos."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from district_cms.brand.models import Logo, LogoVersion
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from signatures.catalog import read_catalog
from signatures.mine.choosing import questions
from signatures.office.samples import logo_notes
from signatures.options import PreparedSignature, options_for, prepare
from signatures.preferences import SCHOOL_PHONES, SignaturePreferences
from tests.factories import media
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

HIGH, MIDDLE = "406-555-0110", "406-555-0120"


@pytest.fixture
def schools() -> list[SchoolPage]:
    home = make_home()
    return [
        make_school(home, title="Larkspur High", phone=HIGH),
        make_school(home, title="Larkspur Middle", phone=MIDDLE),
    ]


@pytest.fixture
def counselor(schools: list[SchoolPage]) -> Staff:
    return make_staff((Role.COUNSELOR, schools[0]), (Role.COUNSELOR, schools[1]), phone="")


def both(schools: list[SchoolPage], **more: Any) -> SignaturePreferences:
    return SignaturePreferences(
        schools=tuple(each.pk for each in schools), phone=SCHOOL_PHONES, **more
    )


def made(counselor: Staff, preferences: SignaturePreferences) -> PreparedSignature:
    return prepare(options_for(counselor, timezone.localdate()), preferences)


def test_a_logo_has_its_owners_height_or_is_left_out_and_the_office_reads_why(
    counselor: Staff, schools: list[SchoolPage]
) -> None:
    for school, least in zip(schools, (60, 120), strict=True):
        picture = media.png(image=media.drawing(size=(960, 240), color=(least, 9, 9)))
        Logo(
            name=str(school),
            description=f"{school} logo",
            organization=school.organization,
            file=ContentFile(picture, name="logo.png"),
        ).save()
        LogoVersion.objects.filter(logo__organization=school.organization).update(
            smallest_height=least, clear_space=20
        )
    prepared = made(counselor, both(schools))
    (logo,) = prepared.parts.logos
    assert (logo.description, logo.display_size()) == ("Larkspur High logo", (240, 60))
    assert logo.clear_space == 20
    large, unfit = logo_notes(read_catalog(timezone.localdate()))
    assert "Larkspur High logo" in large
    assert "240 × 60" in large
    assert "Larkspur Middle logo" in unfit
    assert "no signature" in unfit
    offered = questions(options_for(counselor, timezone.localdate()), both(schools)).schools
    assert offered[1]["note"] == "Its logo is too wide to be shown in a signature."
