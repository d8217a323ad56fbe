"""Which days two assignments share, and which days of a leave nobody covers."""

import datetime as dt

import pytest

from classroom.assignments.handover import Days, gaps, shared


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((None, None), (None, None), (None, None)),
        ((day(2), None), (None, day(5)), (day(2), day(5))),
        ((day(2), day(4)), (day(4), day(9)), (day(4), day(4))),
        ((day(2), day(3)), (day(4), None), None),
        ((day(9), day(3)), (None, None), None),
    ],
)
def test_shared_days(one: Days, other: Days, both: Days | None) -> None:
    assert shared(one, other) == shared(other, one) == both


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ([], [(day(10), day(20))]),
        ([(None, None)], []),
        ([(None, day(9))], [(day(10), day(20))]),
        ([(None, day(14))], [(day(15), day(20))]),
        ([(day(14), None)], [(day(10), day(13))]),
        ([(day(16), day(17)), (day(12), day(13))], [(10, 11), (14, 15), (18, 20)]),
        ([(day(12), day(18)), (day(13), day(14))], [(10, 11), (19, 20)]),
        ([(day(25), None)], [(day(10), day(20))]),
        ([(day(15), day(12))], [(day(10), day(20))]),
    ],
)
def test_gaps(held: list[Days], left: list[tuple[dt.date | int, dt.date | int]]) -> None:
    expected = [tuple(day(d) if isinstance(d, int) else d for d in pair) for pair in left]
    assert list(gaps(day(10), day(20), held)) == expected
