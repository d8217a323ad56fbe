"""The cards of a teacher's home screen: how each posting day stands, and what to press."""

import datetime as dt
from typing import Any

import pytest
from time_machine import travel

from classroom.home.selectors import ClassToDo, Work
from classroom.states import Standing, UpdateState

TODAY = dt.date(2026, 11, 24)
LATER = dt.date(2026, 12, 1)


def card(standing: str, next_day: dt.date | None, *states: UpdateState) -> ClassToDo:
    """A class card with the status chip's inputs."""
    room: Any = None
    work = [Work(1, "Owls", Standing(state, None, state), "/1/", live=False) for state in states]  # type: ignore[arg-type]
    texts = {"name": "Math 3", "updated_on": "", "url": "/new/", "has_last": True}
    return ClassToDo(
        classroom=room,
        standing=standing,
        standing_day="before",
        next_day=next_day,
        month_needed=0,
        month_posted=0,
        work=work,
        **texts,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("standing", "next_day", "states", "chip", "day", "finishes"),
    [
        ("met", LATER, [], "met", "before", False),
        ("met", LATER, [UpdateState.DRAFT], "met", "before", False),
        ("with_school", LATER, [], "with_school", "before", False),
        ("awaited", LATER, [], "missing", "before", False),
        ("missing", LATER, [UpdateState.DRAFT], "missing", "before", True),
        ("met", TODAY, [], "due-today", "Tuesday, November 24", False),
        ("open", TODAY, [UpdateState.DRAFT], "due-today", "Tuesday, November 24", True),
        ("open", LATER, [UpdateState.DRAFT], "draft", "Tuesday, December 1", True),
        ("open", LATER, [], "upcoming", "Tuesday, December 1", False),
        ("awaited", LATER, [UpdateState.SENT_BACK], "sent-back", "Tuesday, December 1", True),
        ("", None, [], "none", "", False),
    ],
)
def test_a_card_has_one_chip(
    standing: str,
    next_day: dt.date | None,
    states: list[UpdateState],
    chip: str,
    day: str,
    finishes: bool,
) -> None:
    with travel(dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC), tick=False):
        row = card(standing, next_day, *states)
        assert (row.chip, row.chip_day, row.to_finish is not None) == (chip, day, finishes)
