"""Setting up a district from the command line, and what a second run says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from district_cms.people.models import Staff, User
from district_cms.schools.models import HomePage

pytestmark = pytest.mark.django_db
PASSWORD = "copper-kettle-on-a-stove"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)


def set_up(email: str = "rosalind.achterberg@larkspur.example") -> str:
    out = StringIO()
    call_command(
        "setup_district",
        admin_email=email,
        given_name="Rosalind",
        family_name="Achterberg",
        stdout=out,
    )
    return out.getvalue()


def test_afterwards_the_first_administrator_may_sign_in(client: Client) -> None:
    said = set_up()
    assert "is set up. rosalind.achterberg@larkspur.example may sign in" in said
    assert client.login(username="rosalind.achterberg@larkspur.example", password=PASSWORD)
    assert client.get("/admin/").status_code == 200
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_second_run_says_in_a_sentence_that_the_account_is_there() -> None:
    set_up()
    with pytest.raises(CommandError, match="There is already an account with this address"):
        set_up("Rosalind.Achterberg@larkspur.example")
    assert Staff.objects.count() == 1


def test_an_address_outside_the_district_is_refused_and_nothing_is_made() -> None:
    with pytest.raises(CommandError, match="is not a district address"):
        set_up("rosalind@example.net")
    assert not HomePage.objects.exists()
    assert not User.objects.exists()


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="too common"):
        set_up()
    assert not User.objects.exists()


def test_a_password_of_the_administrators_own_name_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "Achterberg-2026")
    with pytest.raises(CommandError, match="your own name"):
        set_up()
    assert not User.objects.exists()


def test_without_a_terminal_it_says_how_to_give_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    monkeypatch.delenv("ADMIN_PASSWORD")
    monkeypatch.setattr("getpass.getpass", nobody)
    with pytest.raises(CommandError, match="set ADMIN_PASSWORD"):
        set_up()
