"""The procedure's file: all of it is read, or each error is named with its line."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.procedure.loading import LocatedError, ProcedureError, load
from district_cms.procedure.toml_lines import lines_of
from district_cms.procedure.versions import NoSchoolRule, Procedure

ROOT = Path(__file__).parents[3]
OURS = (ROOT / "procedures/parent-and-student-engagement/procedure.toml").read_text("utf-8")
SECOND = (ROOT / "tests/data/procedures/alder-county/procedure.toml").read_text("utf-8")
FRIDAYS = """
[[versions]]
from = 2027-08-01
decision = "Board, June 9, 2027"
[versions.posting]
rules = ["FREQ=WEEKLY;BYDAY=FR"]
says = { en = "every Friday", es = "todos los viernes" }
minimum_a_month = 4
"""


def refused(text: str) -> tuple[LocatedError, ...]:
    with pytest.raises(ProcedureError) as caught:
        load(text, "x")
    return caught.value.errors


def test_a_later_version_keeps_what_it_does_not_name() -> None:
    procedure = load(OURS + FRIDAYS, "x")
    first, second = procedure.versions
    assert second.posting.minimum_a_month == 4
    assert (second.parts, second.signature) == (first.parts, first.signature)
    assert second.clauses == first.clauses
    assert second.decision == "Board, June 9, 2027"


@pytest.mark.parametrize(
    ("day", "number"),
    [("1999-01-01", 0), ("2020-07-01", 0), ("2027-07-31", 0), ("2027-08-01", 1), ("2040-01-01", 1)],
)
def test_the_version_in_force_is_that_of_the_day(day: str, number: int) -> None:
    procedure = load(OURS + FRIDAYS, "x")
    assert procedure.in_force_on(dt.date.fromisoformat(day)) is procedure.versions[number]


def test_each_day_is_named_by_the_version_of_that_day() -> None:
    procedure = load(OURS + FRIDAYS, "x")
    days = procedure.nominal_dates(dt.date(2027, 7, 20), dt.date(2027, 8, 14))
    assert [day.isoformat() for day in days] == ["2027-07-27", "2027-08-06", "2027-08-13"]
    assert procedure.nominal_after(dt.date(2027, 7, 27)) == dt.date(2027, 8, 6)


def test_an_interval_is_counted_from_the_day_of_its_version() -> None:
    text = OURS + FRIDAYS.replace("BYDAY=FR", "INTERVAL=2;BYDAY=MO")
    days = load(text, "x").nominal_dates(dt.date(2027, 8, 1), dt.date(2027, 9, 8))
    assert [day.isoformat() for day in days] == ["2027-08-09", "2027-08-23", "2027-09-06"]


def test_what_a_version_leaves_to_the_district_is_none() -> None:
    assert load(OURS, "x").versions[0].posting.no_school is None
    assert load(SECOND, "x").versions[0].posting.no_school is NoSchoolRule.PREVIOUS


def _line(text: str, words: str) -> int:
    return next(n for n, row in enumerate(text.splitlines(), 1) if words in row)


PART = """
[[versions.parts]]
id = "reading"
kind = "rich text"
title = { en = "Reading", es = "Lectura" }
help = { en = "Read.", es = "Lea." }
clause = "update-contents"
"""


@pytest.mark.parametrize(
    ("before", "after", "value", "sentence"),
    [
        ('clause = "update-contents"', 'clause = "no-such"', "no-such", "No clause is called"),
        ("from = 2027-08-01", "from = 2020-07-01", "2020-07-01", "Two versions hold from"),
        ("from = 2027-08-01", "from = 2019-07-01", "2019-07-01", "reorder them"),
        ("BYDAY=1TU,4TU", "BYDAY=MO;BYMONTHDAY=31;BYMONTH=2", "", "never happens"),
        ("BYDAY=1TU,4TU", "BYDAY=9XX", "", "cannot be read"),
        ("BYDAY=1TU,4TU", "BYDAY=1TU;COUNT=3", "", "may not have COUNT"),
        ("FREQ=MONTHLY;BYDAY=1TU,4TU", "FREQ=MONTHLY", "", "needs FREQ="),
        ("FREQ=MONTHLY;BYDAY=1TU,4TU", "every Tuesday", "", "not a recurrence rule"),
        ('{ en = "Assignments", es = "Tareas" }', '{ en = "Assignments" }', "", "no words in “es”"),
        ('{ en = "Assignments", es = "Tareas" }', '{ en = " ", es = "T" }', "", "no words in “en”"),
        ('kind = "dated events"', 'kind = "rich text"', "rich text", "always of the kind"),
        ('kind = "dated events"', 'kind = "a table"', "a table", "is none of"),
        ('id = "reading"', 'id = "lesson"', "lesson", "Two parts are called"),
        ('id = "reading"', 'id = "title"', "title", "choose another id"),
        ("minimum_a_month = 2", 'minimum_a_month = "two"', "two", "a number from 0 to 23"),
        ("minimum_a_month = 2", "minimum_a_month = true", "True", "a number from 0 to 23"),
        ("minimum_a_month = 2", "minimum = 2", "minimum", "not known here"),
        ("minimum_a_month = 2", "", "", "has no “minimum_a_month”"),
        ('required = ["name", "title", "contact"]', 'required = ["fax"]', "fax", "is none of"),
        ('"place", "address",', '"name", "address",', "name", "required already"),
        ('principal_reads = "before"', 'principal_reads = "never"', "never", "is none of"),
        ("smallest_number = 3", "smallest_number = 0", "0", "needs a number from 1 to 100"),
        ('strength = "please"', 'strength = "gladly"', "gladly", "is none of"),
        ('id = "conduct"', 'id = "ferpa"', "ferpa", "Two clauses are called"),
        ('id = "conduct"', 'id = "law-text-consent"', "law-text-consent", "of every procedure"),
        ('id = "feedback"', 'id = "marks"', "", "“feedback”, which checks of the website cite"),
        ("from = 2020-07-01", 'from = "2020"', "2020", "a day: 2026-08-01"),
    ],
)
def test_an_error_is_refused_with_its_line(
    before: str, after: str, value: str, sentence: str
) -> None:
    text = OURS.replace(
        "# ---------------------------------------------------------------- email",
        f"{PART}\n# ---------------------------------------------------------------- email",
    )
    text += FRIDAYS
    assert text.count(before) >= 1
    place = text.rfind(before)
    broken = text[:place] + after + text[place + len(before) :]
    errors = refused(broken)
    [error] = [each for each in errors if sentence in each.sentence]
    assert not value or error.value == value
    if after and not sentence.startswith("“feedback”") and "has no “" not in error.sentence:
        assert error.line == broken[:place].count("\n") + 1
    # The line is in the sentence that stops the start.
    with pytest.raises(ProcedureError, match=f"line {error.line}: "):
        load(broken, "x")


@pytest.mark.parametrize(
    ("text", "line"), [("title = \n", 1), ('title = "a"\nb = [1,\n', 3), ("title = 1\n" * 2, 2)]
)
def test_what_is_not_toml_is_refused_with_its_line(text: str, line: int) -> None:
    [error] = refused(text)
    assert error.line == line
    assert "not TOML" in error.sentence


def test_the_line_of_a_rule_in_a_long_array_is_its_own() -> None:
    rules = 'rules = [\n  "FREQ=WEEKLY;BYDAY=FR",\n  "FREQ=WEEKLY",\n]'
    broken = SECOND.replace('rules = ["FREQ=WEEKLY;BYDAY=FR"]', rules)
    [error] = refused(broken)
    assert error.line == _line(broken, '"FREQ=WEEKLY",')


def test_all_errors_are_named_at_once() -> None:
    broken = OURS.replace('"curriculum link"', '"link"').replace('"must"', '"shall"', 1)
    assert len(refused(broken)) == 2


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= _paths(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            found |= _paths(inner, (*path, number))
    return found


names = st.text("abc", min_size=1, max_size=3)
texts = st.text(st.sampled_from('ab =[]{}#\n"'), max_size=8)
values = st.one_of(
    st.integers(0, 9).map(str),
    texts.map(lambda text: '"""' + text.replace('"', "'") + '"""'),
    texts.map(lambda text: '"' + text.replace('"', "'").replace("\n", " ") + '"'),
    st.lists(texts, max_size=3).map(
        lambda rows: "[\n" + "".join("  '" + r.replace("\n", " ") + "', # ]\n" for r in rows) + "]"
    ),
)
tables = st.dictionaries(names, values, max_size=3)


@given(tables, st.lists(tables, max_size=3), tables)
def test_each_key_has_the_line_on_which_it_stands(
    top: dict[str, str], rows: list[dict[str, str]], inner: dict[str, str]
) -> None:
    text = "".join(f"{name} = {value}\n" for name, value in top.items())
    for row in rows:
        text += "[[rows]] # one\n" + "".join(f"{name} = {value}\n" for name, value in row.items())
        text += "[rows.inner]\n" + "".join(f" {name} = {value}\n" for name, value in inner.items())
    lines = lines_of(text)
    texts_of = text.split("\n")
    assert set(lines) == _paths(tomllib.loads(text))
    for path, line in lines.items():
        name = next(part for part in reversed(path) if isinstance(part, str))
        assert name in texts_of[line - 1].split("=")[0]


def test_a_procedure_never_changes() -> None:
    procedure = load(OURS, "x")
    assert isinstance(procedure, Procedure)
    with pytest.raises(AttributeError):
        procedure.name = "y"  # type: ignore[misc]
    with pytest.raises(TypeError):
        procedure.versions[0].clauses["ferpa"] = None  # type: ignore[index]
