"""SQL that the ORM cannot write: array parameters, bulk inserts, a statement timeout."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import RawSQL

NUMBERS: Final[Set[type]] = {UUID, int}
TEXT: Final[Set[type]] = {str}
KINDS: Final = {str: "text", UUID: "uuid", int: "bigint"}


def array(values: Iterable[str | UUID | int | None]) -> str:
    """Returns the values as a PostgreSQL array literal: `{"a","b",NULL}`. An array may have many
    thousands of values, nearly always of one type and without escapes: those are joined without a
    check of each."""
    every = list(values)
    kinds = set(map(type, every))
    if kinds <= NUMBERS:
        return "{" + ",".join(map(str, every)) + "}"
    if kinds == TEXT:
        joined = '","'.join(cast("list[str]", every))
        if "\\" not in joined and joined.count('"') == 2 * (len(every) - 1):
            return f'{{"{joined}"}}'
    return "{" + ",".join([_element(value) for value in every]) + "}"


def one_of(kind: type, values: Collection[Any]) -> Any:
    """For `filter(field__in=one_of(kind, values))`: returns the same rows, but on PostgreSQL all
    values are one parameter. `kind` is the column's type: text, UUIDs (text is accepted), or
    numbers."""
    if connection.vendor != "postgresql":
        return values
    return RawSQL(f"SELECT unnest(%s::{KINDS[kind]}[])", (array(values),))  # noqa: S611  # bound


class _IsAny(Func):
    """The SQL condition `field = ANY(array)`."""

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()


def is_one_of(field: str, kind: type, values: Collection[Any]) -> Any:
    """A condition like `field__in=one_of(kind, values)` that can use an index whose first columns
    are others. With a sub-select, a database with outdated statistics of a growing table compares
    each row with each value."""
    if connection.vendor != "postgresql":
        return Q(**{f"{field}__in": values})
    array_parameter = RawSQL(f"%s::{KINDS[kind]}[]", (array(values),))  # noqa: S611  # bound
    return _IsAny(F(field), array_parameter)


def _element(value: str | UUID | int | None) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# On PostgreSQL, each column is one array.
UNNEST: Final = "INSERT INTO {table} ({names}) SELECT {shared}, each.* FROM unnest({each}) AS each"
VALUES: Final = "INSERT INTO {table} ({names}) VALUES ({shared}, {each})"


def insert_rows(
    model: type[models.Model], shared: Mapping[str, Any], each: Mapping[str, Sequence[Any]]
) -> None:
    """Inserts as many rows as each column in `each` has values; the values in `shared` are the same
    for all. Keys are attribute names; other fields get their default. Values in `each` are text,
    UUIDs, None, or values of a JSON field. Sends no signals and returns no keys. Raises
    IntegrityError like any INSERT."""
    if not all(each.values()):
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    left = {
        name: field.get_default()
        for name, field in fields.items()
        if name not in each and name not in shared and not isinstance(field, models.AutoField)
    }
    same = {**left, **shared}
    values = [fields[name].get_db_prep_save(value, connection) for name, value in same.items()]
    columns = {name: _plain(fields[name], column) for name, column in each.items()}
    on_postgresql = connection.vendor == "postgresql"
    statement, one, many = (UNNEST, "%s::{}", "%s::{}[]") if on_postgresql else (VALUES, "%s", "%s")
    quote = connection.ops.quote_name
    whole = statement.format(
        table=quote(model._meta.db_table),
        names=", ".join(quote(str(fields[name].column)) for name in (*same, *columns)),
        shared=", ".join(one.format(_kind(fields[name])) for name in same),
        each=", ".join(many.format(_kind(fields[name])) for name in columns),
    )
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute(whole, [*values, *map(array, columns.values())])
        else:
            rows = zip(*columns.values(), strict=True)
            cursor.executemany(whole, [(*values, *row) for row in rows])


def by_column(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Returns rows as columns, the form that `insert_rows` takes."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _kind(field: "models.Field[Any, Any]") -> str:
    """Returns the column's type without its length: the database rejects a value that is too long
    instead of cutting it."""
    return str(field.db_type(connection)).partition("(")[0]


def _plain(field: "models.Field[Any, Any]", column: Sequence[Any]) -> list[Any]:
    if isinstance(field, models.JSONField):
        return [json.dumps(value) for value in column]
    if connection.features.has_native_uuid_field:
        return list(column)
    return [value.hex if isinstance(value, UUID) else value for value in column]


SECONDS: Final = 30


def limit_statements(connection: Any, **kwargs: Any) -> None:
    """Sets the timeout on each new connection of the web process. Behind a pooler, which would
    hand it to whoever comes next, the pooler sets it."""
    if connection.vendor == "postgresql" and not settings.DATABASE_POOLED:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{SECONDS}s"])
