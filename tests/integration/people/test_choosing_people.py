"""People are chosen in a window with a search: a form does not list a district."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(district: District) -> User:
    return make_account(Role.ADMINISTRATOR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_chosen_item_is_returned_with_its_name(administrator: User, district: District) -> None:
    staff = make_staff(given_name="Fiona", family_name="Abernathy")
    address = reverse("choose_staff:chosen", args=[staff.pk])
    result = signed_in(administrator).get(address).json()["result"]
    assert (result["id"], result["title"]) == (str(staff.pk), "Fiona Abernathy")


@pytest.mark.parametrize("chooser", ["choose_staff", "choose_account"])
def test_text_that_is_no_number_matches_no_row(administrator: User, chooser: str) -> None:
    address = reverse(f"{chooser}:chosen", args=["x"])
    assert signed_in(administrator).get(address).status_code == 404


@pytest.mark.parametrize("name", ["choose", "choose_results"])
@pytest.mark.parametrize(
    ("who", "staff", "accounts"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.PRINCIPAL, True, False),
        (Role.TEACHER, False, False),
        (Role.COUNSELOR, False, False),
    ],
)
def test_who_may_choose_whom(
    district: District, name: str, who: Role, staff: bool, accounts: bool
) -> None:
    user = {
        Role.ADMINISTRATOR: lambda: make_account(Role.ADMINISTRATOR),
        Role.PRINCIPAL: lambda: district.principal,
        Role.TEACHER: lambda: district.teacher,
        Role.COUNSELOR: lambda: account_of(make_staff((Role.COUNSELOR, district.school))),
    }[who]()
    for chooser, allowed in (("choose_staff", staff), ("choose_account", accounts)):
        status = signed_in(user).get(reverse(f"{chooser}:{name}")).status_code
        assert (status == 200) is allowed, (chooser, status)
