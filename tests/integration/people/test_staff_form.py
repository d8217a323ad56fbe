"""The staff form of the editor: what is saved there, and who may open it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

RoleRow = tuple[str, Any]


def form(
    *,
    roles: list[RoleRow],
    saved: Staff | None = None,
    removed: tuple[int, ...] = (),
    **fields: Any,
) -> dict[str, Any]:
    """What a browser sends: the fields, and one row a role. Saved roles come first, by id."""
    data: dict[str, Any] = {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "active": "on",
        **fields,
    }
    known = list(saved.roles.order_by("pk")) if saved else []
    rows = [(row.role, row.school_id, row.pk) for row in known]
    rows += [(role, school.pk if school else "", "") for role, school in roles]
    data |= {"roles-TOTAL_FORMS": len(rows), "roles-INITIAL_FORMS": len(known)}
    for number, (role, school_id, pk) in enumerate(rows):
        data |= {
            f"roles-{number}-role": role,
            f"roles-{number}-school": school_id or "",
            f"roles-{number}-id": pk,
        }
        if pk in removed:
            data[f"roles-{number}-DELETE"] = "on"
    return {name: value for name, value in data.items() if value is not None}


@pytest.fixture
def office(client: Client, school: SchoolPage) -> Client:
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("role, at_a_school", [("teacher", False), ("communications", True)])
def test_a_role_in_the_wrong_place_is_refused_at_its_row(
    role: str, at_a_school: bool, office: Client, school: SchoolPage
) -> None:
    response = office.post(
        reverse("staff:add"), form(roles=[(role, school if at_a_school else None)])
    )
    assert response.status_code == 200
    assert set(response.context["form"].formsets["roles"].errors[0]) == {"school"}
    assert not Staff.objects.filter(family_name="Rivera").exists()


def test_a_supervisor_who_works_under_the_person_is_refused(
    office: Client, school: SchoolPage
) -> None:
    boss = make_staff()
    staff = make_staff(supervisor=boss)
    response = office.post(
        reverse("staff:edit", args=[boss.pk]),
        form(roles=[], saved=boss, user=boss.user_id, supervisor=staff.pk),
    )
    assert set(response.context["form"].errors) == {"supervisor"}


OPENS = {
    Role.TEACHER: False,
    Role.PRINCIPAL: False,
    Role.COMMUNICATIONS: False,
    Role.ADMINISTRATOR: True,
    Role.COUNSELOR: False,
    Role.STAND_IN: False,
}


@pytest.mark.parametrize("role", sorted(Role))
def test_only_the_district_administration_may_write_staff_records(
    role: Role, client: Client, school: SchoolPage
) -> None:
    staff = make_staff((Role.TEACHER, school))
    client.force_login(make_account(role, school))
    for address in (reverse("staff:add"), reverse("staff:edit", args=[staff.pk])):
        assert (client.get(address).status_code == 200) is OPENS[role]


def test_someone_at_one_school_gets_the_role_there_automatically(
    office: Client, school: SchoolPage
) -> None:
    answer = office.post(reverse("staff:add"), form(roles=[("teacher", None)], schools=[school.pk]))
    assert answer.status_code == 302, answer.context["form"].errors
    staff = Staff.objects.get(family_name="Rivera")
    assert list(staff.roles.values_list("role", "school_id")) == [("teacher", school.pk)]
