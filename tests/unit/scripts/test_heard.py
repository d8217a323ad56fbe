"""SQLite hears the fewest modules that send everything of which the databases could think
differently."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.heard import Heard, about_the_database, fewest, need_not_run, read

MODULES = st.dictionaries(
    st.sampled_from([f"tests/test_{each}.py" for each in "abcdefgh"]),
    st.builds(
        Heard,
        statements=st.frozensets(st.sampled_from(["one", "two", "three", "four", "five"])),
        seconds=st.floats(0, 60),
    ),
)


def said(module_seconds: float, *statements: str) -> Heard:
    return Heard(frozenset(statements), module_seconds)


@given(MODULES, st.sets(st.sampled_from([f"tests/test_{each}.py" for each in "abcdefgh"])))
def test_every_statement_is_heard_and_no_module_is_superfluous(
    heard: dict[str, Heard], about_it: set[str]
) -> None:
    about_it &= set(heard)
    chosen = fewest(heard, about_it)
    every = {each for module in heard.values() for each in module.statements}

    def sent_by(modules: set[str]) -> set[str]:
        return {each for module in modules for each in heard[module].statements}

    assert sent_by(chosen) == every
    assert about_it <= chosen
    for module in chosen - about_it:
        assert sent_by(chosen - {module}) != every


def test_a_module_that_sends_nothing_of_the_kind_does_not_run_again() -> None:
    heard = {"a": said(1, "one"), "b": said(1)}
    assert fewest(heard, set()) == {"a"}


def test_the_quicker_of_two_that_send_the_same_is_chosen() -> None:
    heard = {"slow": said(30, "one", "two"), "quick": said(2, "one", "two"), "half": said(1, "two")}
    assert fewest(heard, set()) == {"quick"}


def test_what_is_about_the_database_runs_although_others_send_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("from django.db import IntegrityError\n")
    (tmp_path / "test_b.py").write_text("from django.db import models\n")
    heard = {"test_a.py": said(9, "one"), "test_b.py": said(1, "one")}
    assert need_not_run(heard, tmp_path) == ["test_b.py"]


def test_a_run_that_broke_off_leaves_nothing_out(tmp_path: Path) -> None:
    assert read(tmp_path / "heard.json") == {}
    assert need_not_run({}, tmp_path) == []


def test_what_a_run_wrote_down_is_read(tmp_path: Path) -> None:
    note = tmp_path / "heard.json"
    note.write_text(json.dumps({"a.py": {"statements": ["one", "two"], "seconds": 1.5}}))
    assert read(note) == {"a.py": said(1.5, "one", "two")}


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
