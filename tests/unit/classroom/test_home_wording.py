"""The headlines of a teacher's home screen: what needs doing, or that nothing does."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from time_machine import travel

from classroom.home.selectors import ClassToDo, Due, Work, headlines, until_text
from classroom.states import Standing, UpdateState

TODAY = dt.date(2026, 11, 24)
LATER = dt.date(2026, 12, 1)
BACK = "1 update came back to you."
WAITS = "Families of 1 class are waiting for its update."
TODAYS = "Today is a posting day: 1 class still needs its update."


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (
            [Due("met", LATER)],
            ["Nothing to do today. The next posting day is Tuesday, December 1."],
        ),
        ([Due("", None)], ["Nothing to do now."]),
        ([Due("open", TODAY)], [TODAYS]),
        ([Due("awaited", LATER)], [WAITS]),
        ([Due("missing", LATER), Due("met", LATER)], [WAITS]),
        ([Due("met", LATER, sent_back=1)], [BACK]),
        # Each thing once, what families wait for first.
        ([Due("awaited", TODAY, sent_back=1)], [WAITS, TODAYS, BACK]),
        (
            [Due("open", TODAY), Due("open", TODAY)],
            ["Today is a posting day: 2 classes still need their updates."],
        ),
        # Reviews by the school are nothing for the teacher to do.
        (
            [Due("with_school", LATER), Due("scheduled", LATER)],
            ["Nothing to do today. The next posting day is Tuesday, December 1."],
        ),
    ],
)
def test_each_thing_to_do_has_one_sentence(classes: list[Due], said: list[str]) -> None:
    assert list(headlines(classes, TODAY)) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (2, "in 2 days"), (7, "in 7 days")]
)
def test_a_date_is_shown_with_its_distance(days: int, said: str) -> None:
    assert until_text(TODAY + dt.timedelta(days=days), TODAY) == said


def card(standing: str, next_day: dt.date | None, *states: UpdateState) -> ClassToDo:
    """A class card with the status chip's inputs."""
    room: Any = SimpleNamespace(standing=SimpleNamespace(next_due_day=next_day))
    work = [Work(1, "Owls", Standing(state, None, state), "/1/", live=False) for state in states]  # type: ignore[arg-type]
    texts = {"name": "Math 3", "until": "", "updated_on": "", "url": "/new/", "has_last": True}
    next_due = "later" if next_day else ""
    return ClassToDo(
        classroom=room,
        standing=standing,
        standing_day="before",
        next_due=next_due,
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
        ("met", TODAY, [], "due-today", "later", False),
        ("open", TODAY, [UpdateState.DRAFT], "due-today", "later", True),
        ("open", LATER, [UpdateState.DRAFT], "draft", "later", True),
        ("open", LATER, [], "upcoming", "later", False),
        ("awaited", LATER, [UpdateState.SENT_BACK], "sent-back", "later", True),
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
