"""What an account sees of its own sign-ins, what it is told, and how long that is kept."""

import datetime as dt

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.people.models import SignIn, User
from district_cms.people.roles import Role
from district_cms.people.sign_in.browsers import COOKIE
from district_cms.people.tasks import forget_sign_ins
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import fresh, make_account
from tests.factories.sign_in import type_code, type_password, with_app

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 10, 16, tzinfo=dt.UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0"
CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/129.0.0.0 Safari/537.36"
SCHOOL, ELSEWHERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine: TimeMachineFixture, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def teacher(district: District) -> User:
    return fresh(district.teacher)


def come(
    teacher: User, client: Client | None = None, at: str = SCHOOL, by: str = FIREFOX
) -> Client:
    client = client or Client()
    headers = {"X-Forwarded-For": at, "User-Agent": by}
    type_password(client, teacher, **headers)
    client.cookies.pop("sessionid", None)
    return client


def told(teacher: User) -> list[Message]:
    subject = "New sign-in to your account – Larkspur Valley Public Schools"
    return list(Message.objects.filter(address=teacher.email, subject=subject))


def test_a_sign_in_is_kept_with_time_rough_device_and_address(teacher: User) -> None:
    come(teacher)
    seen = SignIn.objects.get(user=teacher)
    assert (seen.at, seen.address, seen.device) == (NOW, SCHOOL, "Firefox, Windows")
    assert (seen.place, seen.method, seen.is_new_place) == ("203.0.113.0/24", "password", False)


@pytest.mark.parametrize("again_at, by, is_told", [
    (SCHOOL, FIREFOX, False),
    ("203.0.113.77", FIREFOX, False),  # the school gives its computers other addresses
    (SCHOOL, CHROMEBOOK, True),  # someone at the school, with another kind of computer
    (ELSEWHERE, FIREFOX, True),
    (ELSEWHERE, CHROMEBOOK, True),
])  # fmt: skip
def test_a_new_browser_in_a_new_place_is_told(
    teacher: User, again_at: str, by: str, is_told: bool
) -> None:
    come(teacher)
    come(teacher, None, again_at, by)
    assert bool(told(teacher)) is is_told


def test_the_mail_says_when_with_what_and_from_where(teacher: User) -> None:
    come(teacher)
    come(teacher, None, ELSEWHERE, CHROMEBOOK)
    (message,) = told(teacher)
    for words in (
        "Tuesday, November 10, 9:00 am",
        "Chrome, Chromebook",
        ELSEWHERE,
        reverse("wagtailadmin_password_reset"),
        reverse("sign_in:overview"),
    ):
        assert words in message.text
        assert words in message.html


def test_ones_own_browser_is_told_of_nowhere(teacher: User) -> None:
    own = come(teacher)
    come(teacher, own, ELSEWHERE, CHROMEBOOK)
    assert told(teacher) == []


def test_the_first_sign_in_of_all_is_no_news(teacher: User) -> None:
    come(teacher)
    assert told(teacher) == []


def test_half_a_sign_in_is_not_kept_and_marks_no_browser(teacher: User) -> None:
    with_app(teacher)
    client = come(teacher)
    assert not SignIn.objects.exists()
    assert COOKIE not in client.cookies


def test_a_wrong_second_step_marks_no_browser(teacher: User) -> None:
    with_app(teacher)
    client = Client()
    type_password(client, teacher)
    type_code(client, "000000")
    assert COOKIE not in client.cookies


def test_the_mark_is_for_the_editors_addresses_only_and_names_nobody(teacher: User) -> None:
    mark = come(teacher).cookies[COOKIE]
    assert mark["path"] == "/admin/"
    assert mark["httponly"]
    assert mark["samesite"] == "Lax"
    assert "elena" not in mark.value.lower()
    assert str(teacher.email) not in mark.value


def test_it_is_sent_over_https_only_where_sessions_are(teacher: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert come(teacher).cookies[COOKIE]["secure"]


def test_a_shared_computer_remembers_several_accounts(district: District, teacher: User) -> None:
    shared = come(teacher)
    come(fresh(district.principal), shared)
    come(teacher, None, SCHOOL)
    come(teacher, shared, ELSEWHERE, CHROMEBOOK)
    assert told(teacher) == []


def test_a_person_sees_their_own_and_no_one_elses(
    client: Client, district: District, teacher: User
) -> None:
    come(fresh(district.principal), None, ELSEWHERE, CHROMEBOOK)
    come(teacher)
    type_password(client, teacher, **{"X-Forwarded-For": SCHOOL, "User-Agent": FIREFOX})
    for address in (reverse("wagtailadmin_account"), reverse("sign_in:overview")):
        page = client.get(address).content.decode()
        assert "Tuesday, November 10, 9:00 am" in page
        assert "Firefox, Windows" in page
        assert SCHOOL in page
        assert ELSEWHERE not in page
        assert "We keep this for 90 days" in page


def test_it_says_where_the_password_is_changed(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    page = client.get(reverse("wagtailadmin_account")).text
    form = html.fromstring(page)
    field = "//*[@name='password-old_password']"
    [tab] = form.xpath(f"{field}/ancestor::section[@role='tabpanel']/@aria-labelledby")
    [name] = form.xpath(f"//*[@id='{tab}']")
    assert name.text_content().split()[0] == "Profile"
    assert "on the tab “Profile”" in page
    elsewhere = client.get(reverse("sign_in:overview")).text
    assert f'<a href="{reverse("wagtailadmin_account")}">account</a>, on the tab' in elsewhere


def test_who_has_no_account_screen_gets_a_new_password_by_mail(client: Client) -> None:
    said = "Forgot your password?"
    assert said in client.get(reverse("wagtailadmin_login")).text
    client.force_login(make_account(Role.COUNSELOR))
    page = client.get(reverse("sign_in:overview")).text
    assert f"“{said}”" in page
    assert reverse("wagtailadmin_account") not in page


def test_after_90_days_the_night_forgets_it(
    teacher: User, time_machine: TimeMachineFixture
) -> None:
    come(teacher)
    time_machine.shift(dt.timedelta(days=89))
    come(teacher)
    assert forget_sign_ins() == "0 sign-ins"
    time_machine.shift(dt.timedelta(days=2))
    assert forget_sign_ins() == "1 sign-ins"
    assert SignIn.objects.count() == 1


def test_the_queue_does_it_each_night() -> None:
    functions = {function for function, _cron in project.SCHEDULES.values()}
    assert "district_cms.people.tasks.forget_sign_ins" in functions


def test_with_an_account_goes_what_is_kept_of_it(teacher: User) -> None:
    come(teacher)
    User.objects.filter(pk=teacher.pk).delete()
    assert not SignIn.objects.exists()


def test_nothing_of_a_sign_in_is_written_into_the_log_of_the_server(
    teacher: User, caplog: pytest.LogCaptureFixture
) -> None:
    come(teacher)
    Client().post(
        reverse("wagtailadmin_login"),
        {"username": teacher.email, "password": "wrong"},
        headers={"X-Forwarded-For": ELSEWHERE},
    )
    assert teacher.email not in caplog.text
    assert ELSEWHERE not in caplog.text
