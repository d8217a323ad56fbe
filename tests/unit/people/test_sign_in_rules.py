"""Who may try a password how often: the truth tables of the thresholds."""

import pytest

from district_cms.people.sign_in.rules import (
    ACCOUNT,
    ADDRESS,
    BROWSER,
    CODE,
    COUNTED,
    PAIR,
    PAIR_WHEN_ADDRESS_IS_CLOSED,
    Standing,
    Threshold,
    closed_by,
    pauses,
)

HOME, SCHOOL, STRANGER = Standing.KNOWN_BROWSER, Standing.KNOWN_ADDRESS, Standing.STRANGER
MANY = 100_000


def failures(**numbers: int) -> dict[Threshold, int]:
    named = {"pair": PAIR, "account": ACCOUNT, "address": ADDRESS, "browser": BROWSER}
    return {threshold: numbers.get(name, 1) for name, threshold in named.items()}


@pytest.mark.parametrize("standing, numbers, closed", [
    # The pair: one computer that tries one account.
    (STRANGER, {"pair": PAIR.close_at}, None),
    (STRANGER, {"pair": PAIR.close_at + 1}, PAIR),
    (SCHOOL, {"pair": PAIR.close_at}, None),
    (SCHOOL, {"pair": PAIR.close_at + 1}, PAIR),
    (HOME, {"pair": MANY}, None),
    # The account: many addresses on one account. Never for those who are at home there.
    (STRANGER, {"account": ACCOUNT.close_at}, None),
    (STRANGER, {"account": ACCOUNT.close_at + 1}, ACCOUNT),
    (SCHOOL, {"account": MANY}, None),
    (HOME, {"account": MANY}, None),
    # The address: one address over many accounts.
    (STRANGER, {"address": ADDRESS.close_at}, None),
    (STRANGER, {"address": ADDRESS.close_at + 1}, ADDRESS),
    (SCHOOL, {"address": MANY}, None),
    (HOME, {"address": MANY}, None),
    # Someone at the school tries one account after the other: fewer tries for each.
    (SCHOOL, {"address": ADDRESS.close_at + 1, "pair": PAIR_WHEN_ADDRESS_IS_CLOSED}, None),
    (SCHOOL, {"address": ADDRESS.close_at + 1, "pair": PAIR_WHEN_ADDRESS_IS_CLOSED + 1}, PAIR),
    # The browser in which this account has signed in: by itself.
    (HOME, {"browser": BROWSER.close_at}, None),
    (HOME, {"browser": BROWSER.close_at + 1}, BROWSER),
])  # fmt: skip
def test_what_closes_to_whom(
    standing: Standing, numbers: dict[str, int], closed: Threshold | None
) -> None:
    assert closed_by(standing, failures(**numbers)) is closed


@pytest.mark.parametrize("number, seconds", [
    (0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 16), (MANY, 16),
])  # fmt: skip
def test_pauses_grow_before_it_closes(number: int, seconds: int) -> None:
    assert PAIR.pause_after(number) == seconds


@pytest.mark.parametrize("threshold", [PAIR, ACCOUNT, ADDRESS, BROWSER, CODE])
def test_each_threshold_slows_down_before_it_closes(threshold: Threshold) -> None:
    assert threshold.pause_after(threshold.slow_from - 1) == 0
    assert threshold.pause_after(threshold.close_at) > 0


@pytest.mark.parametrize("standing, numbers, slowed", [
    (STRANGER, {}, set()),
    (STRANGER, {"pair": 5, "account": 10, "address": ADDRESS.slow_from}, {PAIR, ACCOUNT, ADDRESS}),
    (SCHOOL, {"pair": 5, "account": MANY, "address": MANY}, {PAIR}),
    (HOME, {"pair": MANY, "account": MANY, "address": MANY, "browser": 5}, {BROWSER}),
])  # fmt: skip
def test_who_is_slowed_down_by_what(
    standing: Standing, numbers: dict[str, int], slowed: set[Threshold]
) -> None:
    assert set(pauses(standing, failures(**numbers))) == slowed


def test_failures_of_a_known_browser_count_for_nobody_else() -> None:
    assert COUNTED[HOME] == (BROWSER,)
