"""Guessing passwords over HTTP: each attack is slowed and stopped, and locks nobody out."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.people.models import User
from district_cms.people.sign_in.rules import ACCOUNT, ADDRESS
from district_cms.web import rate_limits
from district_cms.web.models import Counter
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

TOO_MANY = 429
NAME = "elena.rivera@larkspur.example"
OTHER = "otto.lind@larkspur.example"
MONDAY = dt.datetime(2026, 8, 31, 14, tzinfo=dt.UTC)  # 8 in the morning in the district
SCHOOL = "203.0.113.9"
ATTACKER = "198.51.100.7"


@pytest.fixture(autouse=True)
def accounts(settings: Settings) -> None:
    settings.BEHIND_PROXY = True  # so that a test can say from where it asks
    User.objects.create_user(NAME, PASSWORD)
    User.objects.create_user(OTHER, PASSWORD)


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(MONDAY, tick=False)


def sign_in(password: str, name: str = NAME, *, at: str = SCHOOL, by: Client | None = None) -> int:
    """The answer's status."""
    form = {"username": name, "password": password}
    client = by or Client()
    headers = {"X-Forwarded-For": at}
    return client.post(reverse("wagtailadmin_login"), form, headers=headers).status_code


def gets_in(name: str = NAME, *, at: str = SCHOOL, by: Client | None = None) -> bool:
    client = by or Client()
    sign_in(PASSWORD, name, at=at, by=client)
    return SESSION_KEY in client.session


# ------------------------------------------------------------------------------ one computer


@pytest.mark.parametrize("odd", ["\u00ad", "\u200b", "\u2060"])
def test_another_spelling_of_the_domain_is_the_same_account(
    odd: str, time_machine: TimeMachineFixture
) -> None:
    """It would be tested against the same password."""
    name, _at, domain = NAME.partition("@")
    for number in range(5):
        sign_in(f"wrong {number}", f"{name}@{domain[:3]}{odd * (number + 1)}{domain[3:]}")
    assert sign_in(PASSWORD) == TOO_MANY
    time_machine.shift(3)
    assert gets_in()


def test_another_spelling_of_the_address_is_the_same_account(
    time_machine: TimeMachineFixture,
) -> None:
    for number in range(12):
        time_machine.shift(17)
        sign_in("wrong", (NAME.upper(), f" {NAME.title()} ", NAME)[number % 3])
    time_machine.shift(17)
    assert not gets_in()


# ------------------------------------------------------------------------------ many addresses


def botnet(time_machine: TimeMachineFixture, guesses: int, name: str = NAME) -> int:
    """Every guess from another address, each after the account's longest pause."""
    tested = 0
    for number in range(guesses):
        time_machine.shift(ACCOUNT.longest_pause + 1)
        address = f"198.51.{number // 250}.{number % 250 + 1}"
        tested += sign_in(f"wrong {number}", name, at=address) != TOO_MANY
    return tested


def close_account(name: str = NAME) -> None:
    """What `botnet` leaves behind, without its thirty requests."""
    whose = str(User.objects.get(email=name).pk)
    for _guess in range(ACCOUNT.close_at):
        rate_limits.count_up(ACCOUNT.name, whose, ACCOUNT.seconds)


def test_a_mark_of_another_account_does_not_help() -> None:
    own = Client()
    assert gets_in(OTHER, by=own, at=ATTACKER)
    own.cookies.pop("sessionid")
    close_account()
    assert not gets_in(NAME, by=own, at=ATTACKER)


# ------------------------------------------------------------------------------ many accounts


def spray(time_machine: TimeMachineFixture, guesses: int, *, at: str = ATTACKER) -> int:
    """One wrong password for each of many accounts, from one address."""
    tested = 0
    for number in range(guesses):
        time_machine.shift(ADDRESS.longest_pause + 1)
        tested += sign_in("Spring2026!", f"teacher{number}@larkspur.example", at=at) != TOO_MANY
    return tested


def close_address(at: str, *, but_for: int = 0) -> None:
    """What `spray` leaves behind, without its five hundred requests."""
    for _guess in range(ADDRESS.close_at - but_for):
        rate_limits.count_up(ADDRESS.name, at, ADDRESS.seconds)


def test_one_address_over_many_accounts_is_stopped(time_machine: TimeMachineFixture) -> None:
    close_address(ATTACKER, but_for=20)
    assert spray(time_machine, 40) == 20
    assert not gets_in(at=ATTACKER)
    assert gets_in(at=SCHOOL)


# ------------------------------------------------------------------------------ the way out


def test_the_sign_in_of_private_pages_leads_to_the_one_sign_in() -> None:
    response = Client().get("/_util/login/?next=/juniper-creek/")
    assert response["Location"] == "/admin/login/?next=/juniper-creek/"


def test_no_key_of_a_count_names_an_account_or_an_address() -> None:
    sign_in("wrong")
    keys = " ".join(Counter.objects.values_list("key", flat=True))
    assert "sign-in-pair" in keys
    assert "elena" not in keys
    assert SCHOOL not in keys
