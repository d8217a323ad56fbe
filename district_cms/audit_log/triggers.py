"""Database triggers that refuse changes of append-only tables.

They are installed after every migration, because SQLite drops a table's triggers when it rebuilds
the table. The owner of the tables can still drop them: the chain detects that.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .written_once import AppendOnly, guarded

FUNCTION = "audit_log_refuse_change"
SENTENCE = "is written once: rows are added, and neither changed nor deleted."
# Django raises IntegrityError on both databases.
BODY = f"""
BEGIN
    RAISE EXCEPTION '% {SENTENCE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
"""


def install_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Handles `post_migrate` of this app, which is sent after all tables exist."""
    if settings.AUDIT_TRIGGERS:
        install(using=using)


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Creates the triggers of all tables; replaces existing ones."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $body${BODY}$body$"
            )
        for name, (table, statement) in _wanted(connection).items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(connection, name, table)}")
            cursor.execute(statement)


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Returns the names of triggers that are missing, disabled or altered."""
    connection = connections[using]
    existing = _existing(connection)
    return [
        name
        for name, (_table, statement) in _wanted(connection).items()
        if existing.get(name) != (statement if connection.vendor == "sqlite" else BODY)
    ]


def lost(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Returns the missing triggers; none if the settings disable triggers."""
    return missing(using=using) if settings.AUDIT_TRIGGERS else []


@contextmanager
def lifted(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Lets the tables be changed inside the block: for tests, and for the demo's invented past.

    Triggers that were missing before are still missing afterwards.
    """
    connection = connections[using]
    existing = _existing(connection)
    wanted = {name: each for name, each in _wanted(connection).items() if name in existing}
    with connection.cursor() as cursor:
        for name, (table, _statement) in wanted.items():
            cursor.execute(f"DROP TRIGGER {_quoted(connection, name, table)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _table, statement in wanted.values():
                cursor.execute(statement)


def _existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Returns existing triggers by name, with the code to compare: on SQLite their statement, on
    PostgreSQL the body of their function."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t "
                "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
                "AND pg_table_is_visible(c.oid)"
            )
        return dict(cursor.fetchall())


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Returns {name: (table, statement)} for existing tables."""
    build = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    tables = set(connection.introspection.table_names())
    return {
        f"{table.model._meta.db_table}_{name}": (table.model._meta.db_table, statement)
        for table in guarded()
        if table.model._meta.db_table in tables
        for name, statement in build(table)
    }


def _on_postgresql(table: AppendOnly) -> Iterator[tuple[str, str]]:
    each_row, once = "FOR EACH ROW", "FOR EACH STATEMENT"
    allowed = _allowed(table, "IS NOT DISTINCT FROM")
    for name, event, level in (
        ("no_update", "UPDATE", f"{each_row} WHEN (NOT ({allowed}))" if allowed else each_row),
        ("no_delete", "DELETE", each_row),
        ("no_truncate", "TRUNCATE", once),
    ):
        db_table = table.model._meta.db_table
        trigger, on = f'"{db_table}_{name}"', f'"{db_table}"'
        head = f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {event} ON {on}"
        yield name, f"{head} {level} EXECUTE FUNCTION {FUNCTION}()"


def _on_sqlite(table: AppendOnly) -> Iterator[tuple[str, str]]:
    db_table, key = table.model._meta.db_table, table.model._meta.pk.column
    allowed = _allowed(table, "IS")
    # REPLACE deletes a row without running delete triggers.
    replaces = f'NEW."{key}" IN (SELECT "{key}" FROM "{db_table}")'  # noqa: S608  # our own names
    for name, event, condition in (
        ("no_update", "UPDATE", f"WHEN NOT ({allowed}) " if allowed else ""),
        ("no_delete", "DELETE", ""),
        ("no_replace", "INSERT", f"WHEN {replaces} "),
    ):
        head = f'CREATE TRIGGER "{db_table}_{name}" BEFORE {event} ON "{db_table}"'
        yield name, f"{head} {condition}BEGIN SELECT RAISE(ABORT, '{db_table} {SENTENCE}'); END"


def _allowed(table: AppendOnly, same: str) -> str:
    """Returns the only allowed change of a row as an SQL condition: emptying its payload. "" for
    none."""
    if not table.payload:
        return ""
    fields = {each.attname: each.column for each in table.model._meta.concrete_fields}
    stays = [
        f'NEW."{column}" {same} OLD."{column}"'
        for attname, column in fields.items()
        if attname not in table.payload
    ]
    emptied = [
        f'NEW."{fields[attname]}" ' + ("IS NULL" if empty is None else "= ''")
        for attname, empty in table.payload.items()
    ]
    return " AND ".join(stays + emptied)


def _quoted(connection: BaseDatabaseWrapper, name: str, table: str) -> str:
    return f'"{name}"' if connection.vendor == "sqlite" else f'"{name}" ON "{table}"'


def check_triggers(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A system check with the tag `database`. Only a warning: an error would stop `migrate`, which
    creates the triggers."""
    warnings: list[checks.CheckMessage] = []
    for alias in databases or ():
        if names := lost(using=alias):
            warnings.append(
                checks.Warning(
                    f"The database “{alias}” would let someone change the log or the evidence: "
                    f"these triggers are missing or changed: {', '.join(names)}.",
                    hint="Run `manage.py migrate`, which makes them, then `manage.py verify_log`.",
                    id="audit_log.W001",
                )
            )
    return warnings
