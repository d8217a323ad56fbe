"""SQLite hears the fewest tests that send everything of which the databases could think
differently."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.heard import (
    Heard,
    about_the_database,
    fewest,
    name_of,
    named_about_it,
    need_not_run,
    read,
    whole_modules,
    write,
)

TESTS = st.dictionaries(
    st.sampled_from([f"tests/test_a.py::test_{each}" for each in "abcdefgh"]),
    st.builds(
        Heard,
        statements=st.frozensets(st.sampled_from(["one", "two", "three", "four", "five"])),
        seconds=st.floats(0, 60),
    ),
)


def said(seconds: float, *statements: str) -> Heard:
    return Heard(frozenset(statements), seconds)


@given(TESTS, st.sets(st.sampled_from([f"tests/test_a.py::test_{each}" for each in "abcdefgh"])))
def test_every_statement_is_heard_and_no_test_is_superfluous(
    heard: dict[str, Heard], about_it: set[str]
) -> None:
    about_it &= set(heard)
    chosen = fewest(heard, about_it)
    every = {each for test in heard.values() for each in test.statements}

    def sent_by(tests: set[str]) -> set[str]:
        return {each for test in tests for each in heard[test].statements}

    assert sent_by(chosen) == every
    assert about_it <= chosen
    for test in chosen - about_it:
        assert sent_by(chosen - {test}) != every


def test_a_test_that_sends_nothing_of_the_kind_does_not_run_again() -> None:
    heard = {"a": said(1, "one"), "b": said(1)}
    assert fewest(heard, set()) == {"a"}


def test_the_quicker_of_two_that_send_the_same_is_chosen() -> None:
    heard = {"slow": said(30, "one", "two"), "quick": said(2, "one", "two"), "half": said(1, "two")}
    assert fewest(heard, set()) == {"quick"}


ABOUT_IT = """
from django.db import IntegrityError, connection

SHADES = (1, 2)

@pytest.fixture
def twins(district):
    with pytest.raises(IntegrityError):
        make(SHADES)

def both():
    return Page.objects.search("fractions")

def test_asks(): both()
def test_by_a_fixture(twins): pass
def test_by_its_name(): request("twins")
def test_says_nothing(): assert SHADES

class TestAll:
    def test_of_a_class(self): connection.vendor
    def test_of_a_class_too(self): pass
"""


def test_a_test_is_about_the_database_by_what_it_names_in_its_module() -> None:
    names = named_about_it(ast.parse(ABOUT_IT))
    assert {each for each in names if each.startswith("test_")} == {
        "test_asks",
        "test_by_a_fixture",
        "test_by_its_name",
        "test_of_a_class",
    }


@pytest.mark.parametrize("test", ["a/test_a.py::test_b", "a/test_a.py::TestA::test_b[c::d[1]]"])
def test_the_function_of_a_test_is_known(test: str) -> None:
    assert name_of(test) == "test_b"


def test_what_is_about_the_database_runs_although_others_send_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "from django.db import IntegrityError\ndef test_a(): IntegrityError\ndef test_b(): pass\n"
    )
    heard = {"test_a.py::test_a[1]": said(9, "one"), "test_a.py::test_b": said(1, "one")}
    assert need_not_run(heard, tmp_path) == ["test_a.py::test_b"]


def test_a_module_of_which_nothing_is_left_is_not_collected(tmp_path: Path) -> None:
    for name, source in (("a", ""), ("b", ""), ("c", "connection.vendor")):
        (tmp_path / f"test_{name}.py").write_text(source)
    tests = [f"test_{name}.py::test_{number}" for name in "abc" for number in (1, 2)]
    heard = {test: said(1, "one") for test in tests}
    left_out = [test for test in tests if test != "test_b.py::test_2"]
    assert whole_modules(left_out, heard, tmp_path) == ["test_a.py"]


def test_thousands_of_tests_are_chosen_from_at_once() -> None:
    heard = {f"t{n}": said(0.1, f"s{n % 700}", f"s{n % 31}") for n in range(6000)}
    assert len(fewest(heard, set())) <= 700


def test_a_list_is_written_where_there_is_one(tmp_path: Path) -> None:
    assert write([], tmp_path / "a.json") is None
    listed = write(["a::b[\u00e9]"], tmp_path / "a.json")
    assert listed
    assert json.loads(listed.read_text()) == ["a::b[\u00e9]"]


def test_a_run_that_broke_off_leaves_nothing_out(tmp_path: Path) -> None:
    assert read(tmp_path / "heard.json") == {}
    assert need_not_run({}, tmp_path) == []


def test_what_a_run_wrote_down_is_read(tmp_path: Path) -> None:
    note = tmp_path / "heard.json"
    note.write_text(json.dumps({"a.py::test_a": {"statements": ["one", "two"], "seconds": 1.5}}))
    assert read(note) == {"a.py::test_a": said(1.5, "one", "two")}


@pytest.mark.parametrize("source", [
    "from django.db import IntegrityError",
    "from django.db import transaction, models",
    "if connection.vendor == 'sqlite': pass",
    "Message.objects.select_for_update().get()",
    "Page.objects.live().search('fractions')",
    "Message.objects.filter(sent_at__date=day)",
    "Message.objects.filter(headers__has_key='To')",
])  # fmt: skip
def test_a_module_about_locks_json_dates_search_or_constraints_is_seen(source: str) -> None:
    assert list(about_the_database(ast.parse(source)))


@pytest.mark.parametrize("source", [
    "from django.db import models, connection",
    "re.search('a', text)",
    "LINK.search(text)",
    "Message.objects.filter(subject='News')",
])  # fmt: skip
def test_a_module_that_is_not_about_them_is_let_be(source: str) -> None:
    assert not list(about_the_database(ast.parse(source)))
