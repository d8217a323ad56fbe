"""People are chosen in a window with a search: a form does not list a district."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.models import ClassroomTeacher
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

MANY = 60


@pytest.fixture
def administrator(district: District) -> User:
    return make_account(Role.ADMINISTRATOR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def modal(user: User, name: str, **query: str) -> str:
    answer = signed_in(user).get(reverse(name), query)
    assert answer.status_code == 200
    return str(answer.json()["html"])


@pytest.mark.parametrize(
    "name", ["staff:add", "class-assignments:add", "class-assignments:index", "staff:index"]
)
def test_a_screen_grows_not_with_the_number_of_people(administrator: User, name: str) -> None:
    client = signed_in(administrator)

    def cost() -> tuple[int, int]:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(name))
        assert answer.status_code == 200
        return len(queries), len(answer.content)

    for number in range(MANY // 2):
        make_staff(given_name="Ada", family_name=f"Lovel{number}")
    queries, size = cost()
    for number in range(MANY):
        make_staff(given_name="Ada", family_name=f"Moore{number}")
    more_queries, larger = cost()
    assert more_queries <= queries
    assert larger - size < MANY * 25  # bytes: names may be longer, and an option is more


def test_a_person_is_found_by_part_of_a_name(administrator: User) -> None:
    make_staff(given_name="Fiona", family_name="Abernathy", title="Librarian")
    make_staff(given_name="Kofi", family_name="Mensah")
    for words in ("bernath", "fiona aber", "librar"):
        found = modal(administrator, "choose_staff:choose", q=words)
        assert "Fiona Abernathy" in found
        assert "Librarian" in found
        assert "Kofi Mensah" not in found


@pytest.mark.parametrize("asked", ["zoe", "obrien", "o'brien", "O’Brien-Ruiz", "ruiz zoe", "NUNEZ"])
def test_accents_and_apostrophes_make_no_difference(administrator: User, asked: str) -> None:
    make_staff(given_name="Zoë", family_name="O’Brien-Ruiz", title="Ms. Núñez’s aide")
    make_staff(given_name="Kofi", family_name="Mensah")
    for found in (
        modal(administrator, "choose_staff:choose", q=asked),
        signed_in(administrator).get(reverse("staff:index"), {"q": asked}).text,
    ):
        assert "Zoë O’Brien-Ruiz" in found
        assert "Kofi Mensah" not in found


def test_the_window_calls_a_name_a_name(administrator: User) -> None:
    window = modal(administrator, "choose_staff:choose")
    assert "Name" in window.partition("</thead>")[0]
    assert "Title" not in window.partition("</thead>")[0]


def test_an_account_is_found_by_name_and_address(administrator: User) -> None:
    account = account_of(make_staff(given_name="Fiona", family_name="Abernathy"))
    for words in ("Abernathy", account.email.split("@")[0]):
        assert account.email in modal(administrator, "choose_account:choose", q=words)


def test_what_is_chosen_comes_back_with_its_name(administrator: User, district: District) -> None:
    staff = make_staff(given_name="Fiona", family_name="Abernathy")
    address = reverse("choose_staff:chosen", args=[staff.pk])
    result = signed_in(administrator).get(address).json()["result"]
    assert (result["id"], result["title"]) == (str(staff.pk), "Fiona Abernathy")


def test_an_account_out_of_reach_is_not_offered(administrator: User) -> None:
    above = User.objects.create_superuser("root@larkspur.example", "a long password 41")
    assert above.email not in modal(administrator, "choose_account:choose", q="root")
    address = reverse("choose_account:chosen", args=[above.pk])
    assert signed_in(administrator).get(address).status_code == 404


@pytest.mark.parametrize("chooser", ["choose_staff", "choose_account"])
def test_what_is_no_number_names_nobody(administrator: User, chooser: str) -> None:
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


def test_a_class_is_given_to_whoever_was_chosen(administrator: User, district: District) -> None:
    staff = make_staff((Role.TEACHER, district.school))
    answer = signed_in(administrator).post(
        reverse("class-assignments:add"),
        {"classroom": district.classroom.pk, "staff": staff.pk, "part": "substitute"},
    )
    assert answer.status_code == 302
    assert ClassroomTeacher.objects.filter(staff=staff, classroom=district.classroom).exists()


def test_the_site_history_asks_for_a_name(administrator: User, district: District) -> None:
    district.classroom.save_revision(user=district.teacher, log_action=True)
    client = signed_in(User.objects.create_superuser("root@larkspur.example", "a long password 41"))
    address = reverse("wagtailadmin_reports:site_history")
    page = client.get(address).content.decode()
    assert district.teacher.email not in page.split("<tbody", maxsplit=1)[0]
    rivera = client.get(address, {"user": district.teacher.last_name})
    assert {row.user_id for row in rivera.context["object_list"]} == {district.teacher.pk}
    assert not client.get(address, {"user": "nobody of this name"}).context["object_list"]
