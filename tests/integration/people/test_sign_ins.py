"""What an account sees of its own sign-ins, what it is told, and how long that is kept."""

import datetime as dt

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.people.models import SignIn, User
from district_cms.people.sign_in.browsers import COOKIE
from district_cms.people.tasks import forget_sign_ins
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import fresh
from tests.factories.sign_in import type_password

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


def test_the_mail_says_when_with_what_and_from_where(teacher: User) -> None:
    come(teacher)
    come(teacher, None, ELSEWHERE, CHROMEBOOK)
    (message,) = told(teacher)
    for words in (
        "Tuesday, November 10, 9:00 am",
        "Chrome, Chromebook",
        ELSEWHERE,
        reverse("wagtailadmin_password_reset"),
        reverse("mfa_index"),
    ):
        assert words in message.text
        assert words in message.html


def test_the_mark_is_for_the_editors_addresses_only_and_names_nobody(teacher: User) -> None:
    mark = come(teacher).cookies[COOKIE]
    assert mark["path"] == "/admin/"
    assert mark["httponly"]
    assert mark["samesite"] == "Lax"
    assert "elena" not in mark.value.lower()
    assert str(teacher.email) not in mark.value


def test_a_person_sees_their_own_and_no_one_elses(
    client: Client, district: District, teacher: User
) -> None:
    come(fresh(district.principal), None, ELSEWHERE, CHROMEBOOK)
    come(teacher)
    type_password(client, teacher, **{"X-Forwarded-For": SCHOOL, "User-Agent": FIREFOX})
    for address in (reverse("wagtailadmin_account"), reverse("mfa_index")):
        page = client.get(address).content.decode()
        assert "Tuesday, November 10, 9:00 am" in page
        assert "Firefox, Windows" in page
        assert SCHOOL in page
        assert ELSEWHERE not in page
        assert "We keep this for 90 days" in page


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
