"""Figures are stored as counts and read as they were."""

import datetime as dt
import json
from dataclasses import replace

from district_cms.figures.facts import SHAPE, Facts, read, stored
from district_cms.figures.reach import Reach
from district_cms.figures.rules import Asked, Explained, Line, Month, Span

AT = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 3)
SCHOOL = "8e5f9d5e-6f0b-4b0e-9a53-0d6c3f6f3c11"
FACTS = Facts(
    counted_at=AT,
    now=Span("Quarter 2", dt.date(2026, 11, 2), dt.date(2027, 1, 15)),
    before=None,
    lines=[Line(SCHOOL, DAY, dt.date(2026, 10, 31), 3), Line(SCHOOL, DAY, None, 1)],
    months={dt.date(2026, 10, 1): Month(5, 4), dt.date(2026, 11, 1): Month(5)},
    asked={"accessibility": Asked(9, 4, 3)},
    reach=Reach(7, {SCHOOL: 8}, True, dt.datetime(2026, 11, 3, 16, tzinfo=dt.UTC), 12, 11),
    explained=[Explained(SCHOOL, DAY, late=False, number=1)],
)
# A release that stores something else has another number, so that it does not read what this one
# has stored: `SHAPE` goes up with each change here.
STORED = (
    2,
    {
        "now": ["Quarter 2", "2026-11-02", "2027-01-15"],
        "before": None,
        "lines": {SCHOOL: {"2026-11-03": {"2026-10-31": 3, "": 1}}},
        "explained": [[SCHOOL, "2026-11-03", False, 1]],
        "months": {"2026-10-01": [5, 4], "2026-11-01": [5, 0]},
        "asked": {"accessibility": [9, 4, 3]},
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


def test_what_is_stored_has_the_number_of_its_shape() -> None:
    assert (SHAPE, stored(FACTS)) == STORED


def test_what_was_stored_is_read_as_it_was() -> None:
    # A database keeps JSON in an order of its own.
    found = read(json.loads(json.dumps(stored(FACTS), sort_keys=True)), AT)
    assert set(found.lines) == set(FACTS.lines)
    assert replace(found, lines=FACTS.lines) == FACTS
    assert list(found.months) == list(FACTS.months)


def test_what_begins_has_nothing_to_read() -> None:
    empty = Facts(AT, None, None, [], {}, {}, Reach(0), [])
    assert read(stored(empty), AT) == empty


def test_classes_outside_every_school_are_counted_together() -> None:
    line = Line("", DAY, None, 2)
    twice = Facts(AT, None, None, [line, line], {}, {}, Reach(0), [])
    assert read(stored(twice), AT).lines == [Line("", DAY, None, 4)]
