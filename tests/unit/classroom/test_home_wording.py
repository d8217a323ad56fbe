"""The headlines of a teacher's home screen: what needs doing, or that nothing does."""

import datetime as dt

import pytest

from classroom.home.selectors import Due, headlines, until_text

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
