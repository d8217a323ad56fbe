"""What a process keeps is thrown away when a write moves its version on, and not before."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from district_cms.web import versions
from district_cms.web.models import CacheVersion
from district_cms.web.versions import POLL_SECONDS, CachedValue, bump

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
    kept = CachedValue("test", source)
    with django_assert_num_queries(1):
        assert [kept.get() for _ in range(10)] == ["old"] * 10
    clock.now += POLL_SECONDS
    with django_assert_num_queries(1):
        kept.get()
    assert source.reads == 1


def test_another_process_sees_it_after_half_a_second(source: Source, clock: Clock) -> None:
    kept = CachedValue("test", source)
    kept.get()
    source.value = "new"
    CacheVersion.objects.create(name="test", token="written elsewhere")
    assert kept.get() == "old"
    clock.now += POLL_SECONDS
    assert kept.get() == "new"


def test_values_read_in_a_transaction_are_never_cached(source: Source) -> None:
    kept = CachedValue("test", source)
    assert kept.get() == "old"
    with transaction.atomic():
        source.value = "not committed"
        assert kept.get() == "not committed"
        source.value = "old"
    assert kept.get() == "old"
    assert source.reads == 2


def test_what_one_transaction_changes_is_written_and_a_rollback_undoes_it() -> None:
    def tokens() -> dict[str, str]:
        return dict(CacheVersion.objects.values_list("name", "token"))

    with transaction.atomic():
        bump("one", "two")
        bump("three")
        with transaction.atomic():
            bump("four")
            transaction.set_rollback(True)
        assert not tokens().keys() & {"one", "two", "three"}
    before = tokens()
    assert before.keys() >= {"one", "two", "three"}
    with transaction.atomic():
        bump("one")
        transaction.set_rollback(True)
    assert tokens() == before
    bump("one")
    assert tokens()["one"] != before["one"]


def test_two_processes_agree_on_a_shared_version_within_half_a_second(clock: Clock) -> None:
    here, there = versions._Poll(), versions._Poll()

    def both() -> list[str]:
        return [poll.shared("pages") for poll in (here, there)]

    assert len(set(both())) == 1
    before = both()[0]
    bump("other")
    clock.now += POLL_SECONDS
    assert both() == [before, before]
    bump("pages")
    assert both() == [before, before]
    clock.now += POLL_SECONDS
    assert before not in both()
    assert len(set(both())) == 1
