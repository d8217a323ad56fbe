"""Guessing passwords over HTTP: each attack is slowed and stopped, and locks nobody out."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.people.models import User
from district_cms.people.sign_in.browsers import COOKIE
from district_cms.people.sign_in.rules import ACCOUNT, ADDRESS, BROWSER, PAIR
from district_cms.web import limits
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


def patiently(
    time_machine: TimeMachineFixture, times: int, name: str = NAME, *, at: str = ATTACKER
) -> int:
    """Guess so often, each time after the longest pause; returns how many were tested."""
    tested = 0
    for number in range(times):
        time_machine.shift(PAIR.longest_pause + 1)
        tested += sign_in(f"wrong {number}", name, at=at) != TOO_MANY
    return tested


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


def test_four_wrong_passwords_cost_nothing() -> None:
    for number in range(4):
        assert sign_in(f"wrong {number}") != TOO_MANY
    assert gets_in()


def test_then_it_slows_down_and_says_how_long_to_wait(time_machine: TimeMachineFixture) -> None:
    for number in range(5):
        sign_in(f"wrong {number}")
    response = Client().post(
        reverse("wagtailadmin_login"),
        {"username": NAME, "password": PASSWORD},
        headers={"X-Forwarded-For": SCHOOL},
    )
    assert response.status_code == TOO_MANY
    assert "Wait 2 seconds, then try again." in response.content.decode()
    assert response["Retry-After"] == "2"
    time_machine.shift(3)
    assert gets_in()


def test_tries_during_a_pause_do_not_count(time_machine: TimeMachineFixture) -> None:
    for _number in range(40):
        sign_in("wrong")
    time_machine.shift(20)
    assert gets_in()


def test_after_ten_it_closes_for_a_quarter_of_an_hour(time_machine: TimeMachineFixture) -> None:
    assert patiently(time_machine, 14, at=SCHOOL) == PAIR.close_at
    time_machine.shift(PAIR.longest_pause + 1)
    assert not gets_in()
    time_machine.shift(PAIR.seconds)
    assert gets_in()


def test_another_spelling_of_the_address_is_the_same_account(
    time_machine: TimeMachineFixture,
) -> None:
    for number in range(12):
        time_machine.shift(17)
        sign_in("wrong", (NAME.upper(), f" {NAME.title()} ", NAME)[number % 3])
    time_machine.shift(17)
    assert not gets_in()


def test_a_right_password_begins_anew(time_machine: TimeMachineFixture) -> None:
    for _round in range(5):
        patiently(time_machine, 4, at=SCHOOL)
        assert gets_in()


def test_behind_a_proxy_an_address_that_the_caller_made_up_does_not_count(
    time_machine: TimeMachineFixture,
) -> None:
    for number in range(14):
        time_machine.shift(17)
        sign_in("wrong", at=f"192.0.2.{number}, {ATTACKER}")
    assert sign_in(PASSWORD, at=ATTACKER) == TOO_MANY


def test_a_thousand_guesses_at_once_are_not_all_the_first() -> None:
    tested = sum(sign_in(f"wrong {number}") != TOO_MANY for number in range(20))
    assert tested <= PAIR.slow_from


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
        limits.count_up(ACCOUNT.name, whose, ACCOUNT.seconds)


def test_many_addresses_on_one_account_are_stopped(time_machine: TimeMachineFixture) -> None:
    assert botnet(time_machine, ACCOUNT.close_at + 3) == ACCOUNT.close_at


def test_many_addresses_at_once_are_slowed_down(time_machine: TimeMachineFixture) -> None:
    tested = sum(
        sign_in(f"wrong {number}", at=f"198.51.100.{number}") != TOO_MANY for number in range(30)
    )
    assert tested <= ACCOUNT.slow_from


def test_a_stranger_cannot_lock_an_account_in_its_own_browser() -> None:
    own = Client()
    assert gets_in(by=own)
    own.cookies.pop("sessionid")
    close_account()
    assert not gets_in(at="192.0.2.50")  # a new computer in a new place has to wait
    assert gets_in(at="192.0.2.51", by=own)


def test_nor_at_an_address_from_which_it_has_signed_in() -> None:
    assert gets_in(at=SCHOOL)
    close_account()
    assert gets_in(at=SCHOOL)


def test_a_mark_of_another_account_does_not_help() -> None:
    own = Client()
    assert gets_in(OTHER, by=own, at=ATTACKER)
    own.cookies.pop("sessionid")
    close_account()
    assert not gets_in(NAME, by=own, at=ATTACKER)


@pytest.mark.parametrize("made_up", ["", "x", "eyJ:1:2", "WyJhIl0:1v:zzz"])
def test_a_mark_that_we_did_not_sign_does_not_help(made_up: str) -> None:
    close_account()
    client = Client()
    client.cookies[COOKIE] = made_up
    assert not gets_in(by=client, at=ATTACKER)


def test_a_stolen_browser_has_a_limit_of_its_own(time_machine: TimeMachineFixture) -> None:
    own = Client()
    assert gets_in(by=own)
    own.cookies.pop("sessionid")
    tested = 0
    for number in range(30):
        time_machine.shift(BROWSER.longest_pause + 1)
        tested += sign_in(f"wrong {number}", by=own, at=f"192.0.2.{number}") != TOO_MANY
    assert tested == BROWSER.close_at


def test_an_account_that_does_not_exist_is_closed_in_the_same_words(
    time_machine: TimeMachineFixture,
) -> None:
    answers = []
    for name in (NAME, "nobody@larkspur.example"):
        botnet(time_machine, ACCOUNT.close_at + 1, name)
        answers.append(
            Client()
            .post(
                reverse("wagtailadmin_login"),
                {"username": name, "password": "wrong"},
                headers={"X-Forwarded-For": ATTACKER},
            )
            .context["form"]
            .non_field_errors()
        )
    assert answers[0] == answers[1]
    assert "Forgot your password?" in answers[0][0]


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
        limits.count_up(ADDRESS.name, at, ADDRESS.seconds)


def test_one_address_over_many_accounts_is_stopped(time_machine: TimeMachineFixture) -> None:
    close_address(ATTACKER, but_for=20)
    assert spray(time_machine, 40) == 20
    assert not gets_in(at=ATTACKER)
    assert gets_in(at=SCHOOL)


def test_who_is_at_home_at_a_closed_address_still_gets_in(
    time_machine: TimeMachineFixture,
) -> None:
    own = Client()
    assert gets_in(OTHER, by=own)
    own.cookies.pop("sessionid")
    assert gets_in(NAME, at=SCHOOL)
    close_address(SCHOOL)
    assert gets_in(NAME, at=SCHOOL)  # by the address
    assert gets_in(OTHER, at=SCHOOL, by=own)  # by the browser


def test_a_school_of_200_signs_in_on_monday_at_eight(time_machine: TimeMachineFixture) -> None:
    """From one address and from browsers that nobody knows, within ten minutes; every second
    person mistypes once, every fifth three times. Of the first 150 only the mistakes are counted,
    which is all that they leave to the last 50."""
    names = [f"teacher{number}@larkspur.example" for number in range(200)]
    User.objects.bulk_create(
        User(email=name, password=User.objects.get(email=NAME).password) for name in names
    )
    refused, inside = 0, 0
    for number, name in enumerate(names):
        time_machine.shift(3)
        mistakes = 3 if number % 5 == 0 else number % 2
        if number < 150:
            for _mistake in range(mistakes):
                limits.count_up(ADDRESS.name, SCHOOL, ADDRESS.seconds)
            continue
        for _mistake in range(mistakes):
            refused += sign_in("forgot after summer", name) == TOO_MANY
        inside += gets_in(name)
    assert (inside, refused) == (50, 0)


# ------------------------------------------------------------------------------ the way out


def new_password(client: Client, user: User, *, at: str) -> None:
    kwargs = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    headers = {"X-Forwarded-For": at}
    address = reverse("wagtailadmin_password_reset_confirm", kwargs=kwargs)
    form = client.get(address, headers=headers)["Location"]
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(form, words, headers=headers).status_code == 302


def test_a_new_password_opens_the_closed_account_and_address() -> None:
    close_address(ATTACKER)
    close_account()
    client = Client()
    assert not gets_in(at=ATTACKER, by=client)
    new_password(client, User.objects.get(email=NAME), at=ATTACKER)
    assert SESSION_KEY not in client.session  # the link signs nobody in by itself
    assert gets_in(at=ATTACKER, by=client)


def test_no_limit_of_signing_in_closes_the_form_for_a_new_password(
    time_machine: TimeMachineFixture,
) -> None:
    close_address(ATTACKER)
    response = Client().post(
        reverse("wagtailadmin_password_reset"),
        {"email": NAME},
        headers={"X-Forwarded-For": ATTACKER},
    )
    assert response.status_code == 302


def test_the_sign_in_of_private_pages_leads_to_the_one_sign_in() -> None:
    response = Client().get("/_util/login/?next=/juniper-creek/")
    assert response["Location"] == "/admin/login/?next=/juniper-creek/"


def test_no_key_of_a_count_names_an_account_or_an_address() -> None:
    sign_in("wrong")
    keys = " ".join(Counter.objects.values_list("key", flat=True))
    assert "sign-in-pair" in keys
    assert "elena" not in keys
    assert SCHOOL not in keys
