"""The cache of pure functions: bounded, exact, and without failures."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.memo import Memo


def test_a_result_is_computed_once() -> None:
    memo: Memo[str, list[int]] = Memo(2)

    first = memo.get("a", lambda: [1])

    assert memo.get("a", lambda: [2]) is first


def test_the_least_recently_used_result_is_dropped() -> None:
    memo: Memo[str, int] = Memo(2)
    memo.get("a", lambda: 1)
    memo.get("b", lambda: 2)
    memo.get("a", lambda: 0)
    memo.get("c", lambda: 3)

    assert memo.get("a", lambda: 10) == 1
    assert memo.get("b", lambda: 20) == 20


def test_an_exception_is_not_cached() -> None:
    memo: Memo[str, float] = Memo(2)

    with pytest.raises(ZeroDivisionError):
        memo.get("a", lambda: 1 / 0)

    assert memo.get("a", lambda: 2.0) == 2.0


def test_clear_empties_the_cache() -> None:
    memo: Memo[str, int] = Memo(2)
    memo.get("a", lambda: 1)

    memo.clear()

    assert len(memo) == 0
    assert memo.get("a", lambda: 2) == 2


@given(st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_every_result_belongs_to_its_key_and_the_size_is_bounded(
    keys: list[int], size: int
) -> None:
    memo: Memo[int, int] = Memo(size)

    assert [memo.get(key, lambda key=key: key * key) for key in keys] == [key**2 for key in keys]  # type: ignore[misc]
    assert len(memo) <= size


def test_many_threads_get_the_right_results() -> None:
    memo: Memo[int, int] = Memo(3)
    wrong: list[int] = []

    def ask() -> None:
        for key in range(300):
            if memo.get(key % 7, lambda key=key: key % 7) != key % 7:  # type: ignore[misc]
                wrong.append(key)

    threads = [threading.Thread(target=ask) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(memo) <= 3
