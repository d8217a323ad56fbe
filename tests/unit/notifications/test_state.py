"""The life of a message as one table, written here by hand."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.masking import mask_address
from notifications.rules.state import (
    EVIDENCE,
    MOST_ATTEMPTS,
    NEXT,
    SETTLED,
    State,
    can_retry,
    diagram,
    sources_of,
    wait_before_retry,
)

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
# From the state on the left to each of ORDER. What is ready or claimed may have been tried before,
# so that evidence of that try may come.
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


def test_the_table_speaks_of_every_state() -> None:
    assert set(TABLE) == set(ORDER) == set(State) == set(NEXT)


@pytest.mark.parametrize("before, after, allowed", MOVES)
def test_a_message_moves_as_the_table_says(before: State, after: State, allowed: bool) -> None:
    assert (before in sources_of(after)) is allowed


def test_what_may_have_been_sent_never_becomes_ready_again() -> None:
    reached, edge = {State.UNKNOWN}, {State.UNKNOWN}
    while edge:
        edge = {after for before in edge for after in NEXT[before]} - reached
        reached |= edge
    assert not reached & {State.READY, State.CLAIMED, State.HANDED_OVER}


def test_a_provider_is_only_called_for_a_message_that_was_claimed() -> None:
    assert sources_of(State.HANDED_OVER) == {State.CLAIMED}


@given(st.lists(st.sampled_from(sorted(EVIDENCE)), max_size=6), st.randoms())
def test_evidence_in_any_order_comes_to_the_same(events: list[State], random: Random) -> None:
    def reached(order: list[State]) -> State:
        state = State.UNKNOWN
        for event in order:
            state = event if event in NEXT[state] else state
        return state

    shuffled = random.sample(events, len(events))
    assert reached(shuffled) is reached(events)


def test_settled_is_what_the_software_leaves_alone() -> None:
    assert set(State) - SETTLED == {State.READY, State.CLAIMED, State.HANDED_OVER}


@pytest.mark.parametrize("attempts, allowed", [(0, T), (1, T), (5, T), (6, _), (7, _)])
def test_a_message_is_tried_six_times_at_most(attempts: int, allowed: bool) -> None:
    assert MOST_ATTEMPTS == 6
    assert can_retry(attempts) is allowed


@pytest.mark.parametrize(
    "attempts, minutes", [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60), (1000, 60)]
)
def test_each_wait_is_twice_as_long_up_to_an_hour(attempts: int, minutes: int) -> None:
    assert wait_before_retry(attempts) == dt.timedelta(minutes=minutes)


def test_before_the_first_try_there_is_nothing_to_wait_for() -> None:
    with pytest.raises(ValueError, match="first try"):
        wait_before_retry(0)


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
