"""Rate limits: what counts, when a period begins again, and that no use is lost."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from pytest_django.fixtures import Settings

from district_cms.web.models import Counter
from district_cms.web.rate_limits import (
    Limit,
    TooOften,
    count,
    count_in_cache,
    count_in_database,
    count_up,
    give_back,
    start_over,
)
from district_cms.web.tasks import forget_counters

TWICE = Limit("test", 2, 60)
START = dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("shared_cache", [False, True])
def test_a_limit_holds_for_each_and_ends_with_its_period(
    settings: Settings, shared_cache: bool
) -> None:
    settings.CACHE_IS_SHARED = shared_cache
    with time_machine.travel(START, tick=False) as clock:
        count(TWICE, "one")
        count(TWICE, "one")
        with pytest.raises(TooOften) as refused:
            count(TWICE, "one")
        assert refused.value.seconds == 60
        count(TWICE, "another")
        count(Limit("other", 2, 60), "one")
        clock.shift(59)
        with pytest.raises(TooOften):
            count(TWICE, "one")
        clock.shift(2)
        count(TWICE, "one")
    assert Counter.objects.exists() is not shared_cache


@pytest.mark.django_db
@pytest.mark.parametrize("count_one", [count_in_cache, count_in_database])
def test_a_count_begins_with_one_and_again_after_its_period(
    count_one: Callable[[str, int], int],
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert [count_one("key", 10) for _ in range(3)] == [1, 2, 3]
        clock.shift(11)
        assert [count_one("key", 10) for _ in range(2)] == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("shared_cache", [False, True])
def test_a_use_can_be_removed_and_a_count_reset(settings: Settings, shared_cache: bool) -> None:
    settings.CACHE_IS_SHARED = shared_cache
    give_back("test", "one")  # nothing was counted, and nothing goes below it
    assert [count_up("test", "one", 60) for _ in range(3)] == [1, 2, 3]
    give_back("test", "one")
    assert count_up("test", "one", 60) == 3
    start_over("test", "one")
    assert count_up("test", "one", 60) == 1


@pytest.mark.django_db
def test_a_key_reveals_neither_an_address_nor_a_computer() -> None:
    count(TWICE, "maria@example.net")
    (key,) = Counter.objects.values_list("key", flat=True)
    assert key.startswith("limit.test.")
    assert "maria" not in key


@pytest.mark.django_db
def test_counters_that_are_over_are_forgotten() -> None:
    with time_machine.travel(START, tick=False) as clock:
        count(TWICE, "one")
        clock.shift(30)
        count(TWICE, "another")
        clock.shift(30)
        assert forget_counters() == "1 counters"
        assert Counter.objects.count() == 1
