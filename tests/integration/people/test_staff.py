"""Staff records, their roles, and the groups that follow from them."""

from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import DISTRICT_WIDE, NEEDS_SCHOOL, Role
from district_cms.people.selectors import principals_of, school_ids_led_by
from district_cms.people.services import (
    GROUP_NAMES,
    create_staff_member,
    give_account_its_groups,
)
from district_cms.schools.models import SchoolPage
from tests.factories.district import account_of
from tests.factories.pages import make_school
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def member(**fields: Any) -> dict[str, Any]:
    return {
        "email": "elena.rivera@larkspur.example",
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "roles": [],
        **fields,
    }


FAULTS: dict[str, dict[str, Any]] = {
    "a foreign address": {"email": "elena@example.net"},
    "no family name": {"family_name": ""},
    "a role that does not exist": {"roles": [("superintendent", None)]},
    "a role without its school": {"roles": [(Role.COMMUNICATIONS, None), (Role.TEACHER, None)]},
    "the same role twice": {"roles": [(Role.ADMINISTRATOR, None), (Role.ADMINISTRATOR, None)]},
    "a phone that is none": {"phone": "call me"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_member_with_a_fault_is_not_made_at_all(fault: str, school: SchoolPage) -> None:
    before = Group.objects.count()
    with pytest.raises(ValidationError):
        create_staff_member(**member(**FAULTS[fault]))
    assert not User.objects.exists()
    assert not Staff.objects.exists()
    assert not StaffRole.objects.exists()
    assert Group.objects.count() == before


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("at_a_school", [True, False])
def test_a_role_belongs_to_a_school_or_to_the_district(
    role: Role, at_a_school: bool, school: SchoolPage
) -> None:
    staff = make_staff()
    row = StaffRole(staff=staff, role=role, school=school if at_a_school else None)
    refused = role in (DISTRICT_WIDE if at_a_school else NEEDS_SCHOOL)
    if refused:
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert set(refusal.value.message_dict) == {"school"}
    else:
        row.full_clean()


def test_teachers_and_principals_need_a_school_and_the_district_office_has_none() -> None:
    assert {Role.TEACHER, Role.PRINCIPAL} == NEEDS_SCHOOL
    assert {Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.STAND_IN} == DISTRICT_WIDE


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR])
def test_the_database_holds_each_role_of_a_person_once(role: Role, school: SchoolPage) -> None:
    where = school if role == Role.TEACHER else None
    staff = make_staff((role, where))
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.bulk_create([StaffRole(staff=staff, role=role, school=where)])


def test_one_person_may_lead_two_schools(school: SchoolPage) -> None:
    other = make_school(school.get_parent())
    staff = make_staff((Role.PRINCIPAL, school), (Role.PRINCIPAL, other))
    assert school_ids_led_by(account_of(staff)) == {school.pk, other.pk}
    assert list(principals_of(other.pk)) == [staff]


def test_a_record_without_an_account_has_no_groups_to_give(school: SchoolPage) -> None:
    staff = Staff.objects.create(given_name="Wren", family_name="Ito", title="Teacher")
    StaffRole.objects.create(staff=staff, role=Role.TEACHER, school=school)
    give_account_its_groups(staff=staff)
    assert not Group.objects.filter(name=GROUP_NAMES[Role.TEACHER], user__isnull=False).exists()


def test_every_role_has_a_group_of_its_own() -> None:
    assert set(GROUP_NAMES) == set(Role)
    assert len(set(GROUP_NAMES.values())) == len(Role)


def test_a_principal_who_teaches_at_another_school_leads_only_one(
    school: SchoolPage,
) -> None:
    other = make_school(school.get_parent())
    staff = make_staff((Role.PRINCIPAL, school), (Role.TEACHER, other))
    assert list(principals_of(school.pk)) == [staff]
    assert not principals_of(other.pk)
    assert school_ids_led_by(account_of(staff)) == {school.pk}


@pytest.mark.parametrize("length", [1, 2, 3])
def test_nobody_works_under_someone_who_works_under_them(length: int) -> None:
    chain = [make_staff() for _each in range(length)]
    for below, above in pairwise(chain):
        below.supervisor = above
        below.full_clean()
        below.save()
    # The last one is put under the first: with one person, under herself.
    chain[-1].supervisor = Staff.objects.get(pk=chain[0].pk)
    with pytest.raises(ValidationError) as refusal:
        chain[-1].full_clean()
    assert set(refusal.value.message_dict) == {"supervisor"}


def test_two_people_may_have_one_supervisor() -> None:
    boss = make_staff()
    for _each in range(2):
        staff = make_staff()
        staff.supervisor = boss
        staff.full_clean()
        staff.save()
    assert boss.supervises.count() == 2
