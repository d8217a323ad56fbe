"""What a whole run leaves to the one before a release is run by others as well."""

import pickle
import tomllib
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.before_release import (
    SLOW,
    Ran,
    as_timed,
    as_toml,
    main,
    may_go,
    read,
    superfluous,
)

TESTS = st.dictionaries(
    st.sampled_from([f"tests/integration/test_a.py::test_{each}" for each in "abcdefghij"]),
    st.builds(
        Ran,
        seconds=st.sampled_from([0.01, 0.5, 2.0, 30.0]),
        lines=st.frozensets(st.integers(0, 6)),
    ),
)


def ran(seconds: float, *lines: int) -> Ran:
    return Ran(seconds, frozenset(lines))


@given(TESTS, st.integers(1, 3))
def test_each_line_is_still_run_by_several_or_by_all_that_ran_it(
    tests: dict[str, Ran], several: int
) -> None:
    gone = superfluous(tests, several)
    for test in gone:
        assert tests[test].seconds >= SLOW
        for line in tests[test].lines:
            stay = [each for each in tests.keys() - gone if line in tests[each].lines]
            assert len(stay) >= several


def test_the_dearest_goes_first() -> None:
    tests = {"a": ran(1, 1), "b": ran(9, 1), "c": ran(0.1, 1), "d": ran(2, 1)}
    assert superfluous(tests, 2) == {"b", "d"}


def test_the_only_one_that_runs_a_line_stays_however_slow() -> None:
    assert superfluous({"a": ran(60, 1, 2), "b": ran(60, 1), "c": ran(60, 1)}, 1) == {"b", "c"}


@pytest.mark.parametrize("name, goes", [
    ("tests/integration/classroom/test_a.py::test_a_page_shows_its_title", True),
    ("tests/integration/classroom/test_a.py::test_a_page_shows_its_title[nobody]", True),
    ("tests/integration/classroom/test_a.py::test_nobody_else_opens_it", False),
    ("tests/integration/classroom/test_a.py::test_a_teacher_may_not_see_it", False),
    ("tests/integration/classroom/test_a.py::test_a_bad_page_is_refused", False),
    ("tests/integration/classroom/test_a.py::test_the_list_asks_as_much_of_many", True),
    ("tests/integration/test_query_budgets.py::test_a_screen_asks_as_much", False),
    ("tests/integration/publishing/gate/test_a.py::test_a_page_shows_its_title", False),
    ("tests/integration/web/test_fuzz.py::test_a_form_shows_its_title", False),
    ("tests/unit/classroom/test_a.py::test_a_page_shows_its_title", False),
])  # fmt: skip
def test_what_is_about_rights_and_refusals_stays(name: str, goes: bool) -> None:
    assert may_go(name) is goes


def test_the_notes_of_two_processes_have_one_number_for_a_line(tmp_path: Path) -> None:
    for name, lines in (("gw0", [("a.py", 1), ("a.py", 2)]), ("gw1", [("a.py", 2)])):
        run = {f"tests/{name}.py::test_a": (1.5, array("I", range(len(lines))))}
        (tmp_path / name).write_bytes(pickle.dumps((lines, run)))
    found = read(sorted(tmp_path.iterdir()))
    first, second = found["tests/gw0.py::test_a"], found["tests/gw1.py::test_a"]
    assert (first.seconds, len(first.lines)) == (1.5, 2)
    assert second.lines < first.lines


REPORT = """<testsuites><testsuite>
<testcase classname="tests.a.test_a" name="test_one[x::y]" file="tests/a/test_a.py" time="0.5" />
<testcase classname="tests.a.test_a.TestB" name="test_two" file="tests/a/test_a.py" time="1.5" />
</testsuite></testsuites>"""


def test_seconds_are_those_of_a_run_without_notes_and_its_part_where_it_has_none(
    tmp_path: Path,
) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    noted = {
        "tests/a/test_a.py::test_one[x::y]": ran(1, 1),
        "tests/a/test_a.py::TestB::test_two": ran(3, 1, 2),
        "tests/b/test_b.py::test_left_out": ran(4, 2),
    }
    timed = as_timed(noted, [tmp_path / "report.xml"])
    assert [each.seconds for each in timed.values()] == [0.5, 1.5, 2.0]
    assert [each.lines for each in timed.values()] == [each.lines for each in noted.values()]
    assert as_timed(noted, []) == noted


def test_the_list_is_read_as_it_was_written() -> None:
    tests = ["tests/b.py::test_b", 'tests/a.py::TestA::test_a[1-"ñ"\\]', "tests/a.py::test_b"]
    modules = tomllib.loads(as_toml(tests))
    assert list(modules) == ["tests/a.py", "tests/b.py"]
    assert [f"{module}::{each}" for module in modules for each in modules[module]] == sorted(tests)


def test_it_says_what_it_is_worth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.before_release.LIST", tmp_path / "list.toml")
    run = {f"tests/integration/test_a.py::test_{each}": (2.0, array("I", [0])) for each in range(5)}
    (tmp_path / "note").write_bytes(pickle.dumps(([("a.py", 1)], run)))
    assert main(["--noted", str(tmp_path / "note")]) == 0
    assert "4 of 5 tests are left out, 8 of 10 seconds." in capsys.readouterr().out
    assert len(tomllib.loads((tmp_path / "list.toml").read_text())) == 1
