"""Which passwords are refused, and which a person may have."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from district_cms.people.models import User
from district_cms.people.sign_in.passwords import is_common, stolen
from tests.factories.people import PASSWORD

ELENA = User(email="elena.rivera@larkspur.example", first_name="Elena", last_name="Rivera")

COMMON = [
    *("password", "123456789", "qwertyuiop", "iloveyou2", "letmein123", "Welcome1!", "dragon12"),
    *("P@ssw0rd2024", "Spring2026!", "Summer2024", "Teacher2025!", "Fall2026!!", "Monkey123!"),
    *("qazwsxedc", "aaaaaaaaaa", "hunter2hunter2", "Chocolate1!", "abcd1234!", "sunshine2026"),
    *("Football-2026", "12345678aA", "!!!dragon!!!", "p4ssw0rd", "PASSWORD99", "trustno1trustno1"),
]
OWN = [
    *(
        "ElenaRivera1",
        "rivera2026",
        "elena.rivera",
        "Rivera-Elena-26",
        "e1ena.r1vera",
        "3l3naR1v3ra",
    ),
    *(
        "larkspur2026!",
        "LarkspurValley",
        "Larkspur Valley Public Schools",
        "elena@larkspur.example",
    ),
    *("riveraelena", "Rivera1234567", "ELENA-2026-11", "xRiverax"),
]
GOOD = [
    *("blue otter sings", "f7Gk2pQ9vW", "correct horse battery", "my dog eats rice", PASSWORD),
    *("cinnamon-lantern-42", "rivera teaches purple whales", "juniper creek 4 owls", "Kx8!mVq2zR"),
    *("seven quiet bicycles", "маленький слон поёт", "mesa verde at noon", "lantern.walrus.thumb"),
]


def codes(password: str, user: User | None = ELENA) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {str(each.code) for each in refused.error_list}
    return set()


@pytest.mark.parametrize("password", COMMON)
def test_a_password_that_guessers_try_first_is_refused(password: str) -> None:
    assert is_common(password)
    assert codes(password) & {"password_guessable", "password_too_common"}


@pytest.mark.parametrize("password", OWN)
def test_a_password_of_ones_own_name_is_refused(password: str) -> None:
    assert "password_own_name" in codes(password)


@pytest.mark.parametrize("password", GOOD)
def test_words_that_have_nothing_to_do_with_one_another_are_taken(password: str) -> None:
    assert codes(password) == set()


def test_without_an_account_the_districts_name_is_refused_all_the_same() -> None:
    assert "password_own_name" in codes("Larkspur-2026", None)


def test_the_district_is_the_one_of_the_settings(settings: Settings) -> None:
    settings.DISTRICT_NAME = "Cottonwood Unified"
    assert "password_own_name" in codes("cottonwood-26")


def test_a_very_long_password_is_read_in_a_moment() -> None:
    assert codes("lantern walrus " * 2_000) == set()


def test_both_lists_are_there() -> None:
    assert len(stolen()) > 30_000
