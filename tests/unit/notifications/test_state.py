"""The states of a message as one table, with hand-written expectations."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.masking import LONGEST, mask_address, without_addresses
from notifications.rules.state import (
    EVIDENCE,
    NEXT,
    SETTLED,
    State,
    diagram,
    next_try,
    sources_of,
    wait_before_retry,
)
from tests.growing import assert_grows_no_faster

T, _ = True, False
ORDER = (
    State.READY,
    State.CLAIMED,
    State.HANDED_OVER,
    State.UNKNOWN,
    State.RESOLVED,
    State.ACCEPTED,
    State.REJECTED,
    State.DELIVERED,
    State.BOUNCED,
    State.CANCELED,
)
# From the state on the left to each of ORDER. A ready or claimed message may have been tried
# before, so evidence of that try may come.
TABLE = {
    State.READY: (_, T, _, _, _, T, _, T, T, T),
    State.CLAIMED: (T, _, T, _, _, T, T, T, T, T),
    State.HANDED_OVER: (T, _, _, T, _, T, T, T, T, _),
    State.UNKNOWN: (_, _, _, _, T, T, T, T, T, _),
    State.RESOLVED: (_, _, _, _, _, T, T, T, T, _),
    State.ACCEPTED: (_, _, _, _, _, _, T, T, T, _),
    State.REJECTED: (_, _, _, _, _, _, _, T, T, _),
    State.DELIVERED: (_, _, _, _, _, _, _, _, T, _),
    State.BOUNCED: (_, _, _, _, _, _, _, _, _, _),
    State.CANCELED: (_, _, _, _, _, _, _, _, _, _),
}
MOVES = [
    (before, after, allowed)
    for before, row in TABLE.items()
    for after, allowed in zip(ORDER, row, strict=True)
]


def test_the_table_contains_every_state() -> None:
    assert set(TABLE) == set(ORDER) == set(State) == set(NEXT)


@pytest.mark.parametrize("before, after, allowed", MOVES)
def test_a_message_moves_as_the_table_says(before: State, after: State, allowed: bool) -> None:
    assert (before in sources_of(after)) is allowed


def test_a_message_that_may_have_been_sent_never_becomes_ready_again() -> None:
    reached, edge = {State.UNKNOWN}, {State.UNKNOWN}
    while edge:
        edge = {after for before in edge for after in NEXT[before]} - reached
        reached |= edge
    assert not reached & {State.READY, State.CLAIMED, State.HANDED_OVER}


def test_a_provider_is_only_called_for_a_message_that_was_claimed() -> None:
    assert sources_of(State.HANDED_OVER) == {State.CLAIMED}


@given(st.lists(st.sampled_from(sorted(EVIDENCE)), max_size=6), st.randoms())
def test_the_order_of_evidence_does_not_matter(events: list[State], random: Random) -> None:
    def reached(order: list[State]) -> State:
        state = State.UNKNOWN
        for event in order:
            state = event if event in NEXT[state] else state
        return state

    shuffled = random.sample(events, len(events))
    assert reached(shuffled) is reached(events)


def test_settled_states_are_final_for_the_software() -> None:
    assert set(State) - SETTLED == {State.READY, State.CLAIMED, State.HANDED_OVER}


@pytest.mark.parametrize(
    "attempts, minutes", [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60), (1000, 60)]
)
def test_each_wait_is_twice_as_long_up_to_the_longest(attempts: int, minutes: int) -> None:
    assert wait_before_retry(attempts, dt.timedelta(hours=1)) == dt.timedelta(minutes=minutes)
    least = min(minutes, 15)
    assert wait_before_retry(attempts, dt.timedelta(minutes=15)) == dt.timedelta(minutes=least)


def test_there_is_no_wait_before_the_first_try() -> None:
    with pytest.raises(ValueError, match="first try"):
        wait_before_retry(0, dt.timedelta(hours=1))


NOW = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)


@pytest.mark.parametrize("attempts, left, wait", [
    (1, 60, 2),
    (9, 600, 60),
    (9, 61, 60),
    (9, 30, 29),  # once more before it is too late
    (9, 3, 2),
    (9, 2, None),
    (9, -5, None),
    (1, 1, None),
    (9, None, 60),
])  # fmt: skip
def test_the_last_try_is_just_before_a_message_is_too_late(
    attempts: int, left: int | None, wait: int | None
) -> None:
    minutes = dt.timedelta(minutes=1)
    expires_at = None if left is None else NOW + left * minutes
    moment = next_try(attempts, now=NOW, expires_at=expires_at, longest=60 * minutes)
    assert moment == (None if wait is None else NOW + wait * minutes)


def test_the_diagram_shows_every_move_and_no_other() -> None:
    arrows = {tuple(line.split(" --> ")) for line in diagram().splitlines()[1:]}
    drawn = {(a.strip(), b) for a, b in arrows if "[*]" not in (a.strip(), b)}
    assert drawn == {(str(b), str(a)) for b, a, allowed in MOVES if allowed}
    assert ("[*]", "ready") in {(a.strip(), b) for a, b in arrows}


@pytest.mark.parametrize("address, masked", [
    ("ana@example.net", "a…@example.net"),
    ("a@example.net", "a…@example.net"),
    ("@example.net", "…@example.net"),
    ("4065550101", "…"),
    ("", "…"),
])  # fmt: skip
def test_a_masked_address_shows_the_first_letter_and_the_server(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize("words, kept", [
    ("550 5.1.1 <Ana@Example.net>: no such user", "550 5.1.1 <…>: no such user"),
    ("452 4.2.2 ana@example.net\r\n452 for rosa@home.example", "452 4.2.2 … 452 for …"),
    ("the owner of +14065550123 stopped", "the owner of … stopped"),
    ("550 relay @ denied", "550 relay @ denied"),
    ("421 too many connections", "421 too many connections"),
])  # fmt: skip
def test_a_server_answer_is_stored_without_addresses(words: str, kept: str) -> None:
    own = "+14065550123" if "+" in words else "ana@example.net"
    assert without_addresses(words, own) == kept


def test_characters_that_no_database_stores_are_removed() -> None:
    kept = without_addresses("550 no\x00 such \ud83d user ana@example.net")
    assert ascii(kept) == ascii("550 no such user …")


def test_long_hostile_input_is_read_in_linear_time() -> None:
    def read(length: int) -> None:
        for _answer in range(300):
            assert without_addresses("a" * length) == "a" * length

    assert_grows_no_faster(read, LONGEST, few=LONGEST // 10)
