"""Accounts are named by district addresses only, and compared in any case."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.people.models import User
from tests.factories.pages import make_home
from tests.factories.people import PASSWORD, make_superuser

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

FOREIGN = [
    "ada@example.net",
    "ada@larkspur.example.net",
    "ada@mail.larkspur.example",
    "ada@notlarkspur.example",
    "ada@larkspur.example@example.net",
    "larkspur.example",
    "",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_the_manager_makes_no_account_for_a_foreign_address(address: str) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user(address, PASSWORD)
    assert not User.objects.exists()


@pytest.mark.parametrize("address", FOREIGN)
def test_not_even_a_superuser_has_a_foreign_address(address: str) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_superuser(address, PASSWORD)
    assert not User.objects.exists()


@pytest.mark.parametrize("address", FOREIGN)
def test_the_model_refuses_a_foreign_address(address: str) -> None:
    user = User(email=address)
    user.set_unusable_password()
    with pytest.raises(ValidationError) as refusal:
        user.full_clean()
    assert set(refusal.value.message_dict) == {"email"}


def test_the_refusal_names_the_address_and_the_domains_that_are_allowed() -> None:
    with pytest.raises(ValidationError) as refusal:
        User.objects.create_user("ada@example.net", PASSWORD)
    assert "ada@example.net" in refusal.value.messages[0]
    assert "larkspur.example" in refusal.value.messages[0]


@pytest.mark.parametrize("address", ["ada@larkspur.example", "Ada@STAFF.Larkspur.Example"])
def test_a_district_may_have_several_domains_in_any_case(address: str, settings: Settings) -> None:
    settings.STAFF_EMAIL_DOMAINS = ["Larkspur.example", "staff.larkspur.example"]
    assert User.objects.create_user(address, PASSWORD).email == address.lower()


@pytest.fixture
def office(client: Client) -> Client:
    make_home()
    client.force_login(make_superuser())
    return client


def form(email: str) -> dict[str, str]:
    password = "a long pass phrase for once"
    return {
        "email": email,
        "first_name": "Ada",
        "last_name": "Finch",
        "password1": password,
        "password2": password,
    }


def test_the_form_refuses_a_foreign_address_at_its_field(office: Client) -> None:
    response = office.post(reverse("wagtailusers_users:add"), form("ada@example.net"))
    assert response.status_code == 200
    assert "ada@example.net" in response.context["form"].errors["email"][0]
    assert not User.objects.filter(first_name="Ada").exists()


def test_the_form_does_not_move_an_account_to_a_foreign_address(office: Client) -> None:
    account = User.objects.create_user("ada@larkspur.example", PASSWORD)
    address = reverse("wagtailusers_users:edit", args=[account.pk])
    response = office.post(address, {**form("ada@example.net"), "is_active": "on"})
    assert response.context["form"].errors["email"]
    account.refresh_from_db()
    assert account.email == "ada@larkspur.example"


def test_the_form_refuses_the_same_address_in_another_case(office: Client) -> None:
    User.objects.create_user("ada@larkspur.example", PASSWORD)
    response = office.post(reverse("wagtailusers_users:add"), form("ADA@Larkspur.example"))
    assert response.context["form"].errors["email"]
    assert User.objects.filter(email__iexact="ada@larkspur.example").count() == 1


def test_a_wrong_password_signs_nobody_in() -> None:
    User.objects.create_user("ada@larkspur.example", PASSWORD)
    assert authenticate(username="ada@larkspur.example", password=PASSWORD) is not None
    assert authenticate(username="ada@larkspur.example", password="another") is None


def test_an_account_that_is_not_active_does_not_sign_in() -> None:
    User.objects.create_user("ada@larkspur.example", PASSWORD, is_active=False)
    assert authenticate(username="ada@larkspur.example", password=PASSWORD) is None


def test_the_database_itself_holds_an_address_once_in_any_case() -> None:
    User.objects.create_user("ada@larkspur.example", PASSWORD)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ADA@larkspur.example")])


def test_the_model_says_that_an_address_is_taken_in_another_case() -> None:
    User.objects.create_user("ada@larkspur.example", PASSWORD)
    with pytest.raises(ValidationError, match="already"):
        User(email="ADA@larkspur.example", password="!").full_clean()


def test_people_without_a_name_are_called_by_their_address() -> None:
    nameless = User.objects.create_user("ada@larkspur.example")
    named = User.objects.create_user("bo@larkspur.example", first_name="Bo", last_name="Ahn")
    assert nameless.get_full_name() == nameless.get_short_name() == "ada@larkspur.example"
    assert (named.get_full_name(), named.get_short_name()) == ("Bo Ahn", "Bo")
