"""Who works at a school: on its public page, and as the search finds them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from classroom.presentation.staff_directory import STAFF
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.search.index import refresh_listing
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
ADDRESS = "/directory/juniper-creek/"


@pytest.fixture
def principal(district: District) -> Staff:
    staff = district.principal_staff
    staff.given_name, staff.family_name, staff.title = "Ada", "Quill", "Principal"
    staff.phone = "406-555-0142"
    staff.save()
    return staff


@pytest.fixture
def secretary(district: District) -> Staff:
    return make_staff(
        given_name="Bo",
        family_name="Finch",
        title="Secretary",
        email="bo.finch@larkspur.example",
        schools=[district.school],
    )


def found(client: Client, query: str) -> list[dict[str, Any]]:
    hits = list(client.get("/search/", {"q": query}).context["results_page"])
    return [hit for hit in hits if hit["title"] in {"Ada Quill", "Bo Finch"}]


def test_the_principal_comes_first_and_a_teacher_leads_to_the_own_page(
    district: District, principal: Staff, secretary: Staff, client: Client
) -> None:
    page = client.get(ADDRESS)
    people = page.context["people"]
    assert people[0]["name"] == "Ada Quill"
    urls = {person["name"]: person["url"] for person in people}
    assert urls[district.teacher_staff.full_name] == district.teacher_page.get_url()
    assert urls["Bo Finch"] == ""
    assert "mailto:bo.finch@larkspur.example" in page.text
    assert ADDRESS in client.get(district.school.get_url()).text


def test_who_left_and_a_private_mailbox_are_not_listed(
    district: District, secretary: Staff, client: Client
) -> None:
    Staff.objects.filter(pk=secretary.pk).update(email="bo@home.example")
    assert "home.example" not in client.get(ADDRESS).text
    Staff.objects.filter(pk=secretary.pk).update(active=False)
    assert "Bo Finch" not in client.get(ADDRESS).text


def test_the_number_of_queries_does_not_grow_with_the_staff(
    district: District, secretary: Staff, client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _number in range(5):
        make_staff(schools=[district.school])
    client.get(ADDRESS)
    with django_assert_max_num_queries(16):
        client.get(ADDRESS)


def test_staff_without_a_page_are_found_and_lead_to_the_directory(
    district: District, principal: Staff, secretary: Staff, client: Client
) -> None:
    make_staff((Role.STAND_IN, None), given_name="Bo", family_name="Heron")
    refresh_listing(name=STAFF)
    [finch] = found(client, "finch")
    assert finch["url"] == ADDRESS
    assert [hit["title"] for hit in found(client, "principal")] == ["Ada Quill"]
    assert found(client, "heron") == []
    Staff.objects.filter(pk=secretary.pk).update(active=False)
    assert found(client, "finch") == []


def test_nobody_of_a_private_school_is_shown(
    district: District, principal: Staff, client: Client
) -> None:
    district.school.view_restrictions.create(restriction_type="login")
    refresh_listing(name=STAFF)
    assert found(client, "quill") == []
    assert client.get(ADDRESS).status_code == 404
