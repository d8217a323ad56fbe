"""Writes rows without the models, one table at a time, in chunks of constant memory: by COPY into
PostgreSQL, by one statement for many rows into SQLite."""

import datetime as dt
import uuid
from itertools import count
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

MOST_BUFFERED_ROWS: Final = 5_000


class WrongColumns(TypeError):
    """Raised for a row with an unknown column, or without a column that has no default."""


class Table:
    """Buffered rows of one model, by the fields' `attname`; JSON as text."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.local_concrete_fields
        self._names = tuple(field.attname for field in fields)
        self._known = frozenset(self._names)
        self._defaults = {field.attname: _default(field) for field in fields if _has_default(field)}
        self._columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._rows: list[list[Any]] = []
        self._numbers: count[int] | None = None

    def next_pk(self) -> int:
        """Returns an unused primary key."""
        if self._numbers is None:
            newest = self.model._base_manager.aggregate(newest=Max("pk"))["newest"]
            self._numbers = count((newest or 0) + 1)
        return next(self._numbers)

    def add(self, values: dict[str, Any]) -> None:
        """Buffers one row; missing columns get their default. Raises `WrongColumns`."""
        row = self._defaults | values
        if row.keys() != self._known:
            raise WrongColumns(f"{self.model._meta.label}: {sorted(row.keys() ^ self._known)}")
        self._rows.append([row[name] for name in self._names])
        if len(self._rows) >= MOST_BUFFERED_ROWS:
            self.flush()

    def flush(self) -> None:
        """Writes the buffered rows."""
        if not self._rows:
            return
        if connection.vendor == "postgresql":
            self._copy()
        else:
            self._insert()
        self._rows.clear()

    def _copy(self) -> None:
        statement = f"COPY {self._table} ({self._columns}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in self._rows:
                copy.write_row(row)

    def _insert(self) -> None:
        places = ", ".join(["%s"] * len(self._names))
        statement = f"INSERT INTO {self._table} ({self._columns}) VALUES ({places})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, [list(map(_adapted, row)) for row in self._rows])


def _has_default(field: Any) -> bool:
    is_words = isinstance(field, models.CharField | models.TextField)
    is_fixed = not callable(field.default) or field.default in {dict, list}
    return field.null or (field.has_default() and is_fixed) or (field.blank and is_words)


def _default(field: Any) -> Any:
    value = field.get_db_prep_save(field.get_default(), connection)
    return str(value) if isinstance(value, str) else value  # the value of a choice


def _adapted(value: Any) -> Any:
    """Returns the value as Django stores it on a database without its type."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


class Tables:
    """All tables of one build, each created at its first use."""

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], Table] = {}

    def of(self, model: type[models.Model]) -> Table:
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model]

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Buffers one row of a model with a numeric key; returns the key."""
        table = self.of(model)
        key: int = values.get("id") or table.next_pk()
        table.add({"id": key, **values})
        return key

    def add_object(self, instance: models.Model, model: Any = None) -> None:
        """Buffers the row of an unsaved object; for a page, only the row of `model`."""
        table = self.of(model or type(instance))
        table.add(
            {
                field.attname: field.get_db_prep_save(getattr(instance, field.attname), connection)
                for field in table.model._meta.local_concrete_fields
            }
        )

    def flush(self) -> None:
        """Writes everything, and checks all deferred constraints."""
        for table in self._tables.values():
            table.flush()
        connection.check_constraints(
            [table.model._meta.db_table for table in self._tables.values()]
        )

    def finish(self) -> None:
        """Writes everything, and sets the sequences, so that the next row gets a free key."""
        self.flush()
        statements = connection.ops.sequence_reset_sql(no_style(), list(self._tables))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
