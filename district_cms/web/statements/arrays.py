"""Many values as one: bound one by one, each costs the driver more than the database."""

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

KINDS: Final = {str: "text", UUID: "uuid", int: "bigint"}


def array(values: Iterable[str | UUID | int | None]) -> str:
    """The values as PostgreSQL reads an array: `{"a","b",NULL}`."""
    return "{" + ",".join([_element(value) for value in values]) + "}"


def one_of[Value: (str, UUID, int)](values: Collection[Value]) -> Any:
    """For `filter(field__in=one_of(values))`: the same rows, and on PostgreSQL all values are one
    parameter. They are of one kind: text, UUIDs or numbers."""
    if connection.vendor != "postgresql" or not values:
        return values
    first = next(iter(values))
    kind = next(name for each, name in KINDS.items() if isinstance(first, each))
    return RawSQL(f"SELECT unnest(%s::{kind}[])", (array(values),))  # noqa: S611  # both are ours


def _element(value: str | UUID | int | None) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
