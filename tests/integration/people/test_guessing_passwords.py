"""Ten wrong passwords close the door of that account from that address, and of no other."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.people.models import User
from district_cms.people.sign_in import address_before_proxy
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LOCKED_OUT = 429
NAME = "elena.rivera@larkspur.example"


@pytest.fixture(autouse=True)
def with_the_lock(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    User.objects.create_user(NAME, PASSWORD)
    User.objects.create_user("otto.lind@larkspur.example", PASSWORD)


def sign_in(client: Client, password: str, name: str = NAME, seen: str = "") -> int:
    """The answer's status. `seen` is what a proxy says of where the request comes from."""
    form = {"username": name, "password": password}
    headers = {"X-Forwarded-For": seen} if seen else {}
    return client.post(reverse("wagtailadmin_login"), form, headers=headers).status_code


def guess_ten_times(client: Client, seen: str = "") -> None:
    for number in range(10):
        sign_in(client, f"wrong {number}", seen=seen)


def test_after_ten_wrong_passwords_the_right_one_is_refused_too(client: Client) -> None:
    guess_ten_times(client)
    assert sign_in(client, PASSWORD) == LOCKED_OUT
    assert SESSION_KEY not in client.session


def test_nine_wrong_passwords_lock_nobody_out(client: Client) -> None:
    for number in range(9):
        sign_in(client, f"wrong {number}")
    sign_in(client, PASSWORD)
    assert SESSION_KEY in client.session


def test_another_way_of_typing_the_address_is_the_same_account(client: Client) -> None:
    for number in range(5):
        sign_in(client, f"wrong {number}", NAME.upper())
        sign_in(client, f"wrong {number}", f" {NAME.title()} ")
    assert sign_in(client, PASSWORD) == LOCKED_OUT


def test_another_account_from_the_same_address_is_not_locked_out(client: Client) -> None:
    guess_ten_times(client)
    sign_in(client, PASSWORD, "otto.lind@larkspur.example")
    assert SESSION_KEY in client.session


def test_behind_a_proxy_a_stranger_locks_nobody_else_out(
    client: Client, settings: Settings
) -> None:
    settings.AXES_CLIENT_IP_CALLABLE = "district_cms.people.sign_in.address_before_proxy"
    guess_ten_times(client, seen="203.0.113.9")
    sign_in(client, PASSWORD, seen="198.51.100.7")
    assert SESSION_KEY in client.session


def test_behind_a_proxy_an_address_that_the_caller_made_up_does_not_count(
    client: Client, settings: Settings
) -> None:
    settings.AXES_CLIENT_IP_CALLABLE = "district_cms.people.sign_in.address_before_proxy"
    for number in range(10):
        made_up = f"198.51.100.{number}, 203.0.113.9"
        sign_in(client, "wrong", seen=made_up)
    assert sign_in(client, PASSWORD, seen="203.0.113.9") == LOCKED_OUT


@pytest.mark.parametrize("header, address", [
    ("203.0.113.9", "203.0.113.9"),
    ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
    ("198.51.100.7,203.0.113.9 ", "203.0.113.9"),
    ("2001:db8::1", "2001:db8::1"),
    ("", "127.0.0.1"),
])  # fmt: skip
def test_the_address_is_the_one_that_the_proxy_added(header: str, address: str) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header)
    assert address_before_proxy(request) == address
