"""Principals, as the search finds them: those whom the page of their school names."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django_q.models import OrmQ

from classroom.presentation.found import PRINCIPALS
from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.schools.search import tasks
from district_cms.schools.search.keeping import refresh_listing
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


@pytest.mark.parametrize(
    "query", ["quill", "Ada Quill", "principal juniper creek", "Juniper Creek principal"]
)
def test_a_principal_is_found_with_the_school_and_how_to_reach_them(
    query: str, school: District, client: Client
) -> None:
    hit = client.get("/search/", {"q": query}).context["results_page"][0]
    assert hit["title"] == "Ada Quill"
    assert (hit["kind_label"], hit["where"]) == ("Principal", ["Juniper Creek Elementary"])
    assert (hit["url"], hit["details"]) == (school.school.url, ["406-555-0142"])
    assert "Ada Quill" in client.get(hit["url"]).content.decode()


def test_other_staff_without_a_page_are_not_found(school: District, client: Client) -> None:
    make_staff((Role.COUNSELOR, None), given_name="Bo", family_name="Finch")
    make_staff((Role.STAND_IN, None), given_name="Bo", family_name="Finch")
    refresh_listing(name=PRINCIPALS)
    assert found(client, "finch") == []
    assert client.get("/search/suggestions/?q=finch").json() == {"suggestions": []}


def test_who_is_no_principal_any_more_is_shown_no_more_at_once(
    school: District, client: Client
) -> None:
    role = StaffRole.objects.get(staff=school.principal_staff)
    # Past every signal.
    StaffRole.objects.filter(pk=role.pk).update(until=dt.date(2026, 11, 9))
    assert found(client, "quill") == []
    assert client.get("/search/suggestions/?q=quill").json() == {"suggestions": []}


def test_who_works_here_no_more_is_not_shown(school: District, client: Client) -> None:
    staff = school.principal_staff
    staff.active = False
    staff.save()
    assert found(client, "quill") == []


def test_the_principal_of_a_private_school_is_not_found(school: District, client: Client) -> None:
    school.school.view_restrictions.create(restriction_type="login")
    assert found(client, "quill") == []


def test_a_new_principal_is_written_by_the_queue(school: District, client: Client) -> None:
    OrmQ.objects.all().delete()
    make_staff((Role.COUNSELOR, None))
    assert not OrmQ.objects.exists()
    make_staff((Role.PRINCIPAL, school.school), given_name="Bo", family_name="Finch")
    queued = {(each.func(), tuple(each.task["args"])) for each in OrmQ.objects.all()}
    assert ("district_cms.schools.search.tasks.refresh_listing", (PRINCIPALS,)) in queued
    tasks.refresh_listing(PRINCIPALS)
    assert [hit["title"] for hit in found(client, "finch")] == ["Bo Finch"]
