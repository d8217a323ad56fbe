"""Rows in one statement, from plain values: a model instance for each costs more than the row."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

from .arrays import array

# PostgreSQL gets an array of each column.
UNNEST: Final = "INSERT INTO {table} ({names}) SELECT {shared}, each.* FROM unnest({each}) AS each"
VALUES: Final = "INSERT INTO {table} ({names}) VALUES ({shared}, {each})"


def insert_rows(
    model: type[models.Model], shared: Mapping[str, Any], each: Mapping[str, Sequence[Any]]
) -> None:
    """Write as many rows as each column in `each` has values; those in `shared` are the same in
    all. Both name columns by their attribute; what neither names has its field's default. Values of
    `each` are text, UUIDs, None, or what a JSON field holds. No signals, no keys back. Raises
    IntegrityError as any INSERT."""
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
    """Rows, as `insert_rows` wants them."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _kind(field: "models.Field[Any, Any]") -> str:
    """Without its length: what is too long is refused, and not cut."""
    return str(field.db_type(connection)).partition("(")[0]


def _plain(field: "models.Field[Any, Any]", column: Sequence[Any]) -> list[Any]:
    if isinstance(field, models.JSONField):
        return [json.dumps(value) for value in column]
    if connection.features.has_native_uuid_field:
        return list(column)
    return [value.hex if isinstance(value, UUID) else value for value in column]
