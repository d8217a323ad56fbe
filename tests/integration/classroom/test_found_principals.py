"""The search finds the principals that their schools' pages name."""

from typing import Any

import pytest
from django.test import Client

from classroom.presentation.search_sources import PRINCIPALS
from district_cms.people.roles import Role
from district_cms.schools.search.index import refresh_listing
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def school(district: District) -> District:
    staff = district.principal_staff
    staff.given_name, staff.family_name, staff.title = "Ada", "Quill", "Principal"
    staff.phone = "406-555-0142"
    staff.save()
    refresh_listing(name=PRINCIPALS)
    return district


def found(client: Client, query: str) -> list[dict[str, Any]]:
    hits = list(client.get("/search/", {"q": query}).context["results_page"])
    return [hit for hit in hits if hit["title"] in {"Ada Quill", "Bo Finch"}]


def test_other_staff_without_a_page_are_not_found(school: District, client: Client) -> None:
    make_staff((Role.COUNSELOR, None), given_name="Bo", family_name="Finch")
    make_staff((Role.STAND_IN, None), given_name="Bo", family_name="Finch")
    refresh_listing(name=PRINCIPALS)
    assert found(client, "finch") == []
    assert client.get("/search/suggestions/?q=finch").json() == {"suggestions": []}


def test_the_principal_of_a_restricted_school_is_not_found(
    school: District, client: Client
) -> None:
    school.school.view_restrictions.create(restriction_type="login")
    assert found(client, "quill") == []
