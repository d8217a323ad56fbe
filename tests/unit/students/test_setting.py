"""By default, students of high schools may follow classes of high schools."""

import runpy

import pytest

from district_cms.settings import base


@pytest.mark.parametrize(("set_to", "allowed"), [(None, True), ("true", True), ("false", False)])
def test_students_may_follow_unless_the_district_says_no(
    monkeypatch: pytest.MonkeyPatch, set_to: str | None, allowed: bool
) -> None:
    if set_to is None:
        monkeypatch.delenv("STUDENTS_MAY_FOLLOW", raising=False)
    else:
        monkeypatch.setenv("STUDENTS_MAY_FOLLOW", set_to)
    assert (
        runpy.run_path(str(base.__file__), run_name=base.__name__)["STUDENTS_MAY_FOLLOW"] is allowed
    )
