"""Which revision was live at a moment: a truth table."""

import datetime as dt

import pytest

from classroom.ledger.at_deadline.rules import Event, StateAtDeadline, Then, at_moment

END = dt.datetime(2026, 11, 25, 6, 59, 59, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FIRST = Event(END - 5 * HOUR, live=True, revision_id=1)
SECOND = Event(END - HOUR, live=True, revision_id=2)
DOWN = Event(END - 2 * HOUR, live=False)
AFTER = Event(END + HOUR, live=True, revision_id=3)
# The check history also records the second publication of the page's log.
TWICE = Event(SECOND.at + dt.timedelta(seconds=1), live=True, revision_id=None)
SAME_SECOND = Event(END + dt.timedelta(milliseconds=900), live=True, revision_id=4)


@pytest.mark.parametrize(
    ("events", "was_live", "found"),
    [
        ([], False, StateAtDeadline(Then.NOT_YET)),
        ([], True, StateAtDeadline(Then.UNKNOWN)),
        ([FIRST], True, StateAtDeadline(Then.STOOD, FIRST)),
        ([SECOND, FIRST], True, StateAtDeadline(Then.STOOD, SECOND)),
        ([FIRST, AFTER], True, StateAtDeadline(Then.STOOD, FIRST)),
        ([AFTER], True, StateAtDeadline(Then.NOT_YET, later=AFTER.at)),
        ([FIRST, DOWN], True, StateAtDeadline(Then.TAKEN_DOWN, DOWN)),
        ([FIRST, DOWN, AFTER], True, StateAtDeadline(Then.TAKEN_DOWN, DOWN, AFTER.at)),
        ([FIRST, DOWN, SECOND], True, StateAtDeadline(Then.STOOD, SECOND)),
        ([FIRST, SECOND, TWICE], True, StateAtDeadline(Then.STOOD, SECOND)),
        # The last second of the day belongs to it.
        ([SAME_SECOND], True, StateAtDeadline(Then.STOOD, SAME_SECOND)),
    ],
)
def test_the_last_event_before_the_end_decides(
    events: list[Event], was_live: bool, found: StateAtDeadline
) -> None:
    assert at_moment(events, END, was_live=was_live) == found
