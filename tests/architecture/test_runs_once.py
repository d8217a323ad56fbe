"""What runs on one database only could not come out differently on the other."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError

from scripts.suites import ROOT, runs_of, runs_on_sqlite, runs_once
from tests.statements import dependences, noting, shape

# Fixtures and marks by which a test of a folder without a database would reach one.
DATABASE = {"db", "django_db", "transactional_db", "django_db_blocker", "client", "admin_client"}
WITHOUT = ("tests/architecture", "tests/unit")


def test_the_list_names_what_is_there_and_gives_a_reason_for_each() -> None:
    listed = {**runs_once(), **runs_on_sqlite()}
    assert [each for each in listed if not (ROOT / each).exists()] == []
    assert [each for each, why in listed.items() if len(why.split()) < 3] == []


def test_nothing_is_named_twice() -> None:
    listed = [Path(each) for each in (*runs_once(), *runs_on_sqlite())]
    assert [each for each in listed if set(each.parents) & set(listed)] == []


def test_browser_tests_and_benchmarks_are_not_on_the_list() -> None:
    assert [each for each in runs_once() if each.startswith(("tests/browser", "tests/bench"))] == []


def test_unit_and_architecture_ask_no_database() -> None:
    asking = {
        path.relative_to(ROOT).as_posix(): sorted(found)
        for folder in WITHOUT
        for path in (ROOT / folder).rglob("*.py")
        if (found := _words(ast.parse(path.read_text(encoding="utf-8"))) & DATABASE)
    }
    assert asking == {}


def _words(tree: ast.AST) -> set[str]:
    """The parameters of all functions, and the attributes of `pytest.mark`."""
    words = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    marks = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("pytest.mark")
    }
    return words | marks


@pytest.mark.parametrize("sql, what", [
    ("SELECT pg_advisory_xact_lock(%s)", "asks PostgreSQL alone"),
    ('SELECT 1 FROM "m" WHERE ("m"."headers" -> %s) IN (%s)', "looks into JSON"),
    ('SELECT JSON_EXTRACT("m"."headers", %s) FROM "m"', "looks into JSON"),
    ("SELECT DATE_TRUNC(%s, \"m\".\"at\" AT TIME ZONE 'UTC')", "takes dates apart"),
    ('SELECT django_datetime_cast_date("m"."at", %s, %s)', "takes dates apart"),
    ('SELECT 1 WHERE "title" @@ plainto_tsquery(%s)', "searches"),
    ('SELECT 1 FROM "fts" WHERE "fts" MATCH %s', "searches"),
    ("INSERT INTO a (b) VALUES (%s) ON CONFLICT (b) DO UPDATE SET c = 1",
     "writes or updates at a constraint"),
])  # fmt: skip
def test_a_statement_that_depends_on_its_database_is_seen(sql: str, what: str) -> None:
    assert what in dependences(sql)


@pytest.mark.parametrize("sql", [
    'SELECT "a"."locked", "a"."search_description" FROM "a" WHERE "a"."path"::text LIKE %s',
    'INSERT INTO "a" ("b") VALUES (%s) ON CONFLICT DO NOTHING',
    'UPDATE "a" SET "at" = %s, "json" = %s',
    'SELECT "a"."id" FROM "a" LIMIT 21 FOR UPDATE',
    "INSERT INTO web_counter (key) VALUES (%s) ON CONFLICT (key) DO UPDATE SET number = 1",
    'INSERT INTO "modelsearch_indexentry" ("a") VALUES (%s) ON CONFLICT ("a") DO UPDATE SET b = 1',
])  # fmt: skip
def test_a_plain_statement_is_let_be(sql: str) -> None:
    assert dependences(sql) == ()


def test_a_refusal_of_the_database_is_noted_with_its_table() -> None:
    seen: set[str] = set()

    def refuse(*_anything: object) -> None:
        raise IntegrityError

    with pytest.raises(IntegrityError):
        noting(seen)(refuse, "INSERT INTO a (b) VALUES (1)", (), False, {})
    assert seen == {"breaks a constraint: IntegrityError INSERT INTO a "}


@pytest.mark.parametrize("sql, said", [
    ('SELECT 1 FROM "a" WHERE "b" IN (%s, %s, %s)', ""),
    (
        'SELECT 1 FROM "a" WHERE ("b" -> %s) = 3 AND "c" IN (%s, %s)',
        'SELECT 0 FROM "a" WHERE ("b" -> %s) = 0 AND "c" IN (…)',
    ),
    (
        "INSERT INTO a (b) VALUES (%s), (%s),\n (%s) ON CONFLICT (b) DO UPDATE SET b = 2",
        "INSERT INTO a (b) VALUES (…) ON CONFLICT (b) DO UPDATE SET b = 0",
    ),
])  # fmt: skip
def test_a_statement_is_known_by_what_it_asks_and_not_by_how_many_values(
    sql: str, said: str
) -> None:
    assert shape(sql) == said


def test_the_second_database_leaves_out_what_the_list_names_and_nothing_else() -> None:
    listed = tuple(runs_once())
    (both,) = runs_of("SQLite", (), with_browser=False)
    (once,) = runs_of("SQLite", (), with_browser=False, left_out=listed)
    left_out = {
        each.removeprefix("--ignore=") for each in set(once.arguments) - set(both.arguments)
    }
    assert left_out == set(listed)
    assert set(both.arguments) <= set(once.arguments)
