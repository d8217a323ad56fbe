"""Figures are stored as counts and read as they were."""

import datetime as dt
import json

from district_cms.reports.figures.rules import Month, Span, Tally
from district_cms.reports.figures.stored import SHAPE, Facts, FollowerCounts, as_json, from_json

AT = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 3)
SCHOOL = "8e5f9d5e-6f0b-4b0e-9a53-0d6c3f6f3c11"
FACTS = Facts(
    counted_at=AT,
    now=Span("Quarter 2", dt.date(2026, 11, 2), dt.date(2027, 1, 15)),
    before=None,
    days={(SCHOOL, DAY): Tally(3, 0, 1, 0, 1), ("", DAY): Tally(in_time=2)},
    months={dt.date(2026, 10, 1): Month(5, 4), dt.date(2026, 11, 1): Month(5)},
    reach=FollowerCounts(7, {SCHOOL: 8}, True, dt.datetime(2026, 11, 3, 16, tzinfo=dt.UTC), 12, 11),
)
# A release that stores something else has another number, so that it does not read what this one
# has stored: `SHAPE` goes up with each change here.
STORED = (
    3,
    {
        "now": ["Quarter 2", "2026-11-02", "2027-01-15"],
        "before": None,
        "days": [[SCHOOL, "2026-11-03", 3, 0, 1, 0, 1], ["", "2026-11-03", 2, 0, 0, 0, 0]],
        "months": [["2026-10-01", 5, 4], ["2026-11-01", 5, 0]],
        "reach": {
            "families": 7,
            "by_school": {SCHOOL: 8},
            "leaves_out": True,
            "last": "2026-11-03T16:00:00+00:00",
            "written": 12,
            "sent_to": 11,
        },
    },
)


def test_stored_figures_have_the_version_of_their_format() -> None:
    assert (SHAPE, as_json(FACTS)) == STORED


def test_stored_figures_are_read_unchanged() -> None:
    # A database keeps JSON in an order of its own.
    assert from_json(json.loads(json.dumps(as_json(FACTS), sort_keys=True)), AT) == FACTS


def test_what_begins_has_nothing_to_read() -> None:
    empty = Facts(AT, None, None, {}, {}, FollowerCounts(0))
    assert from_json(as_json(empty), AT) == empty
