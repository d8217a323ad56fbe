"""What a process keeps is thrown away when a write moves its version on, and not before."""

import datetime as dt

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from district_cms.web import versions
from district_cms.web.models import CacheVersion
from district_cms.web.versions import (
    POLL_SECONDS,
    Kept,
    bump,
    forget_places,
    move_places,
)

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


class Source:
    """A value that can be changed, and that counts how often it was read."""

    def __init__(self) -> None:
        self.value = "old"
        self.reads = 0

    def __call__(self) -> str:
        self.reads += 1
        return self.value


class Clock:
    """A monotonic clock that is moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(versions, "monotonic", moved)
    return moved


@pytest.fixture
def source() -> Source:
    return Source()


def test_a_value_is_read_once_and_its_version_twice_a_second(
    source: Source, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = Kept("test", source)
    with django_assert_num_queries(1):
        assert [kept.get() for _ in range(10)] == ["old"] * 10
    clock.now += POLL_SECONDS
    with django_assert_num_queries(1):
        kept.get()
    assert source.reads == 1


def test_another_process_sees_it_after_half_a_second(source: Source, clock: Clock) -> None:
    kept = Kept("test", source)
    kept.get()
    source.value = "new"
    CacheVersion.objects.create(name="test", token="written elsewhere")
    assert kept.get() == "old"
    clock.now += POLL_SECONDS
    assert kept.get() == "new"


def test_what_a_transaction_sees_is_never_kept_for_others(source: Source) -> None:
    kept = Kept("test", source)
    assert kept.get() == "old"
    with transaction.atomic():
        source.value = "not committed"
        assert kept.get() == "not committed"
        source.value = "old"
    assert kept.get() == "old"
    assert source.reads == 2


def test_another_process_sees_a_place_after_half_a_second_and_only_once(clock: Clock) -> None:
    here, there = versions._Poll(), versions._Poll()
    seen = [(poll, poll.number()) for poll in (here, there)]
    move_places(["0001/0002"])
    assert not any(poll.moved_since(number, [], ["0001"]) for poll, number in seen)
    clock.now += POLL_SECONDS
    assert all(poll.moved_since(number, [], ["0001"]) for poll, number in seen)
    # It is read again for some seconds, and is no news.
    number = here.number()
    clock.now += POLL_SECONDS
    assert not here.moved_since(number, [], ["0001"])
    move_places(["0001/0002"])
    clock.now += POLL_SECONDS
    assert here.moved_since(number, [], ["0001"])


def test_places_are_forgotten_when_nothing_is_kept_for_so_long() -> None:
    move_places(["0001/0002", "0001/0003"])
    old = CacheVersion.objects.filter(name="0001/0002")
    old.update(moved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    bump("test")
    assert forget_places() == 1
    assert set(CacheVersion.objects.values_list("name", flat=True)) == {"0001/0003", "test"}
