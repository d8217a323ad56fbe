"""Which listed guardians may be contacted about which student."""

import datetime as dt

import pytest

from notifications.guardians.reach import reachable
from notifications.models import Channel
from tests.factories.district import District
from tests.factories.guardians import exclude, make_guardian, make_student

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 24)
NUMBER = "+14065550123"


def keys(channel: Channel = Channel.EMAIL, on: dt.date = DAY) -> list[tuple[str, str]]:
    pairs = reachable(channel, on=on).order_by("guardian__key", "student__key")
    return list(pairs.values_list("guardian__key", "student__key"))


def test_a_relation_alone_is_no_permission(district: District) -> None:
    child = make_student(district.school)
    make_guardian(child, may_email=False, may_text=False, telephone=NUMBER)
    assert keys() == keys(Channel.TEXT) == []


def test_each_channel_has_its_own_permission(district: District) -> None:
    child = make_student(district.school)
    make_guardian(child, may_text=False, telephone=NUMBER)
    make_guardian(child, key="G2", may_email=False, telephone="+14065550124")
    assert keys() == [("G1", "S1")]
    assert keys(Channel.TEXT) == [("G2", "S1")]


def test_nobody_is_reached_without_an_address(district: District) -> None:
    child = make_student(district.school)
    make_guardian(child, email="")
    make_guardian(child, key="G2", email="")
    assert keys() == keys(Channel.TEXT) == []


def test_the_student_must_be_on_the_list_on_that_day(district: District) -> None:
    make_guardian(make_student(district.school, until=DAY))
    assert keys() == [("G1", "S1")]
    assert keys(on=DAY + dt.timedelta(days=1)) == []


def test_an_exclusion_covers_that_student_only(district: District) -> None:
    first, second = make_student(district.school), make_student(district.school, "S2")
    exclude(make_guardian(first, second), first)
    assert keys() == [("G1", "S2")]


@pytest.mark.parametrize(
    "other", [{"email": "g1@home.example"}, {"email": "work@home.example", "telephone": NUMBER}]
)
def test_an_exclusion_wins_under_a_second_key_of_the_same_person(
    district: District, other: dict[str, str]
) -> None:
    first, second = make_student(district.school), make_student(district.school, "S2")
    exclude(make_guardian(first, telephone=NUMBER), first)
    make_guardian(first, second, key="STAFF-7", **other)
    assert keys() == [("STAFF-7", "S2")]


def test_guardians_without_addresses_are_not_taken_for_one_person(district: District) -> None:
    child = make_student(district.school)
    exclude(make_guardian(child, email=""), child)
    make_guardian(child, key="G2", email="", telephone=NUMBER)
    assert keys(Channel.TEXT) == [("G2", "S1")]
