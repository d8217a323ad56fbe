"""The preview of a list of staff: what changes and what is wrong stands at its cell."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from district_cms.people.models import Invitation, Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

HEAD = "First_Name,Last Name,Email Address,Title,School,Role,sourcedId,password"


@pytest.fixture
def administrator(school: SchoolPage) -> User:
    return make_account(Role.ADMINISTRATOR)


def preview(client: Client, administrator: User, *lines: str, **options: str) -> Any:
    client.force_login(administrator)
    data = "\n".join([HEAD, *lines]).encode()
    answer = client.post(
        reverse("staff:import"),
        {"file": SimpleUploadedFile("staff.csv", data), "roles": "on", **options},
    )
    return html.fromstring(answer.content)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def cells(page: Any) -> dict[str, tuple[str, str]]:
    """{what it is called: (until now, from now on)}, as the screen reads it out."""
    found = {}
    for cell in page.find_class("import-cells__cell"):
        before = " ".join(words(each) for each in cell.xpath(".//del"))
        after = " ".join(words(each) for each in cell.xpath(".//ins"))
        found[words(cell.xpath("./dt")[0])] = (before, after)
    return found


def test_accounts_with_a_password_are_promised_no_email(
    client: Client, administrator: User
) -> None:
    there = User.objects.create_user("kim.lee@larkspur.example", "a password of hers")
    line = "Kim,Lee,kim.lee@larkspur.example,,,,,x"

    page = preview(client, administrator, line, accounts="on")
    (_before, said) = cells(page)["Account"]
    assert "the existing account with its password; no email is sent" in said

    (token,) = page.xpath("//input[@name='token']")
    answer = client.post(reverse("staff:import"), {"token": token.get("value")}, follow=True)
    assert Staff.objects.get(user=there).full_name == "Kim Lee"
    assert "Emails to new accounts" not in answer.text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("active", "words"),
    [(True, "an email with a link to choose a password is sent"), (False, "has ended")],
)
def test_of_an_account_without_a_password_it_depends_on_whether_it_has_ended(
    active: bool, words: str, client: Client, administrator: User
) -> None:
    there = User.objects.create_user("kim.lee@larkspur.example", None)
    User.objects.filter(pk=there.pk).update(is_active=active)
    line = "Kim,Lee,kim.lee@larkspur.example,,,,,x"
    (_before, said) = cells(preview(client, administrator, line, accounts="on"))["Account"]
    assert words in said


def test_a_duplicate_address_is_marked_under_the_files_own_header(
    client: Client, administrator: User
) -> None:
    line = "Ana,Old,a@larkspur.example,,,,,x"
    page = preview(client, administrator, line, line)
    assert [words(each) for each in page.find_class("import-line__wrong")] == [
        "Email Address To be corrected: a@larkspur.example"
    ]


def test_mistakes_stand_in_the_order_of_the_lines_under_the_files_own_headers(
    client: Client, administrator: User
) -> None:
    head = "first name,last name,email,roster id"
    lines = (
        "A,Old,a@larkspur.example,T1",
        "B,Old,b@larkspur.example,T1",
        ",Old,c@larkspur.example,",
    )
    data = "\n".join([head, *lines]).encode()
    client.force_login(administrator)
    answer = client.post(reverse("staff:import"), {"file": SimpleUploadedFile("s.csv", data)})
    found = [(each.row, each.column) for _place, each, _words, _line in answer.context["errors"]]
    assert found == [(3, "roster id"), (4, "first name")]


def test_of_thousands_of_mistakes_the_first_are_shown_and_the_others_counted(
    client: Client, administrator: User
) -> None:
    """A list with another domain in each of 10,000 lines was a page of 45 MB."""
    lines = [f"A,Old,a{number}@elsewhere.example,,,,," for number in range(1_000)]
    page = preview(client, administrator, *lines)
    assert "There are 1000 mistakes in the file." in words(page)
    assert "800 more mistakes are not shown. Correct these first." in words(page)
    (table,) = page.xpath("//table[contains(@class, 'stacked-table')]")
    assert len(table.xpath("./tbody/tr")) == 200


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("staff.xlsx", "save it as “CSV UTF-8”"),
        ("STAFF.XLS", "save it as “CSV UTF-8”"),
        ("staff.pdf", "It takes files that end in .csv, .txt."),
        ("staff", "It takes files that end in .csv, .txt."),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_way_to_the_right_one(
    client: Client, administrator: User, name: str, said: str
) -> None:
    client.force_login(administrator)
    chosen = {"file": SimpleUploadedFile(name, b"PK")}
    answer = client.post(reverse("staff:import"), chosen)
    assert said in answer.text
