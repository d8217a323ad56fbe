"""A plan says what is added, changed and removed, and refuses a shrink that nobody can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.imports.reading import WHOLE_FILE, Change, Kind, Plan, compare, suspicious_shrink

PRESENT = {"a": 1, "b": 2, "c": 3}
COMING = {"a": 1, "b": 9, "d": 4}
TABLES = st.dictionaries(st.text(max_size=2), st.integers(0, 3))


@pytest.mark.parametrize("replace", [False, True])
def test_what_comes_is_added_or_changes_and_what_does_not_goes_only_if_asked(replace: bool) -> None:
    changes, unchanged = compare("t", PRESENT, COMING, replace=replace)
    expected = [Change("t", "b", 2, 9), Change("t", "d", None, 4)]
    assert list(changes) == expected + ([Change("t", "c", 3, None)] if replace else [])
    assert [change.kind for change in changes][:2] == [Kind.CHANGED, Kind.ADDED]
    assert unchanged == 1


@given(TABLES, TABLES, st.booleans())
def test_a_plan_carried_out_gives_what_came(
    present: dict[str, int], coming: dict[str, int], replace: bool
) -> None:
    changes, unchanged = compare("t", present, coming, replace=replace)
    after = dict(present)
    for change in changes:
        assert after.get(change.key) == change.before
        if change.after is None:
            del after[change.key]
        else:
            after[change.key] = change.after
    assert after == (coming if replace else {**present, **coming})
    assert unchanged == sum(present.get(key) == value for key, value in coming.items())
    assert not compare("t", after, coming, replace=replace)[0]


def test_the_digest_is_of_the_changes_alone() -> None:
    changes, _unchanged = compare("t", PRESENT, COMING, replace=True)
    plan = Plan(changes, 1)
    assert plan.digest() == Plan(changes, 2).digest()
    assert plan.digest() != Plan(changes[1:], 1).digest()


@pytest.mark.parametrize(
    ("present", "staying", "refused"),
    [
        (20, 10, False),
        (20, 9, True),
        (20, 0, True),
        (4, 0, False),  # so few may all be meant
        (5, 0, True),
    ],
)
def test_a_file_in_which_most_are_missing_is_refused(
    present: int, staying: int, refused: bool
) -> None:
    rows = dict.fromkeys(range(present), "x")
    coming = dict.fromkeys(range(staying), "x")
    changes, unchanged = compare("t", rows, coming, replace=True)
    error = suspicious_shrink(Plan(changes, unchanged), "t", present=present, most=0.5)
    assert (error is not None) is refused
    if error is not None:
        assert (error.row, error.fault) == (WHOLE_FILE, "shrinks")
