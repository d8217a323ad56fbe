"""What a process keeps is thrown away when a write moves its version on, and not before."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from district_cms.schools.models import DistrictSettings
from district_cms.web import versions
from district_cms.web.models import CacheVersion
from district_cms.web.versions import (
    MOST_SECONDS,
    POLL_SECONDS,
    Kept,
    bump,
    forget_places,
    forget_poll,
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


def test_the_process_that_wrote_sees_it_at_once(source: Source) -> None:
    kept = Kept("test", source)
    kept.get()
    source.value = "new"
    assert kept.get() == "old"
    bump("test")
    assert kept.get() == "new"


def test_another_process_sees_it_after_half_a_second(source: Source, clock: Clock) -> None:
    kept = Kept("test", source)
    kept.get()
    source.value = "new"
    CacheVersion.objects.create(name="test", token="written elsewhere")
    assert kept.get() == "old"
    clock.now += POLL_SECONDS
    assert kept.get() == "new"


def test_a_version_moves_on_with_the_commit_and_not_without_it(source: Source) -> None:
    with transaction.atomic():
        bump("test")
        assert not CacheVersion.objects.exists()
        transaction.set_rollback(True)
    assert not CacheVersion.objects.exists()
    with transaction.atomic():
        bump("test")
    assert CacheVersion.objects.count() == 1


def test_what_a_transaction_sees_is_never_kept_for_others(source: Source) -> None:
    kept = Kept("test", source)
    assert kept.get() == "old"
    with transaction.atomic():
        source.value = "not committed"
        assert kept.get() == "not committed"
        source.value = "old"
    assert kept.get() == "old"
    assert source.reads == 2


def test_a_value_is_read_again_after_some_minutes_in_any_case(source: Source, clock: Clock) -> None:
    kept = Kept("test", source)
    kept.get()
    clock.now += MOST_SECONDS - 1
    kept.get()
    assert source.reads == 1
    clock.now += 1
    kept.get()
    assert source.reads == 2


def test_other_versions_do_not_matter(source: Source) -> None:
    kept = Kept("test", source)
    kept.get()
    bump("other")
    kept.get()
    assert source.reads == 1


def test_the_districts_settings_are_kept_and_follow_a_write_elsewhere() -> None:
    settings = DistrictSettings.load()
    settings.phone = "406-555-0101"
    settings.save()
    assert DistrictSettings.kept().phone == "406-555-0101"

    def elsewhere() -> None:
        other = DistrictSettings.load()
        other.phone = "406-555-0102"
        other.save()
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    forget_poll()  # half a second later
    assert DistrictSettings.kept().phone == "406-555-0102"


def test_a_place_moves_with_all_that_it_lies_in_and_nothing_beside_it() -> None:
    number = versions.present()
    move_places(["0001/0002/0003"])
    for place in ("0001/0002/0003", "0001/0002", "0001"):
        assert versions.moved_since(number, [], [place])
    assert not versions.moved_since(number, [], ["0001/0002/0004", "0001/0002/0003/0001"])
    assert not versions.moved_since(versions.present(), [], ["0001/0002/0003"])


def test_a_name_that_moves_moves_what_stands_on_it_and_nothing_else() -> None:
    number = versions.present()
    bump("test")
    assert versions.moved_since(number, ["other", "test"], [])
    assert not versions.moved_since(number, ["other"], ["0001"])
    number = versions.present()
    assert not versions.moved_since(number, ["test"], [])
    CacheVersion.objects.filter(name="test").delete()
    forget_poll()
    assert versions.moved_since(number, ["other"], [])


def test_the_names_on_which_something_stands_are_gathered_with_those_it_stands_on_itself() -> None:
    kept = versions.Kept("test", lambda: "value", "also")
    with versions.noting() as outer:
        with versions.noting() as names:
            kept.get()
        versions._poll.token("other")
        with versions.standing_on("part"):
            kept.get()
    kept.get()
    assert (names, outer) == ({"test", "also"}, {"other", "part"})


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


def test_a_row_that_becomes_visible_late_is_not_missed(clock: Clock) -> None:
    poll = versions._Poll()
    move_places(["0001/0003"])
    number = poll.number()
    newest = CacheVersion.objects.get(name="0001/0003").moved_at
    assert newest is not None
    CacheVersion.objects.create(
        name="0001/0002", token="late", moved_at=newest - dt.timedelta(seconds=3)
    )
    clock.now += POLL_SECONDS
    assert poll.moved_since(number, [], ["0001/0002"])


def test_places_are_forgotten_when_nothing_is_kept_for_so_long() -> None:
    move_places(["0001/0002", "0001/0003"])
    old = CacheVersion.objects.filter(name="0001/0002")
    old.update(moved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    bump("test")
    assert forget_places() == 1
    assert set(CacheVersion.objects.values_list("name", flat=True)) == {"0001/0003", "test"}


def test_midnight_in_the_district_is_a_version(
    clock: Clock, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, 6, 59, 59, tzinfo=dt.UTC), tick=False)
    number, token = versions.present(), versions._poll.token("test")
    time_machine.move_to(dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC), tick=False)
    clock.now += POLL_SECONDS
    assert versions.moved_since(number, [], [])
    assert versions._poll.token("test") != token
