"""Many values as one: bound one by one, each costs the driver more than the database."""

from collections.abc import Collection, Iterable, Set
from typing import Any, Final, cast
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import RawSQL

NUMBERS: Final[Set[type]] = {UUID, int}
TEXT: Final[Set[type]] = {str}
KINDS: Final = {str: "text", UUID: "uuid", int: "bigint"}


def array(values: Iterable[str | UUID | int | None]) -> str:
    """The values as PostgreSQL reads an array: `{"a","b",NULL}`. Many thousands stand in one, and
    nearly always they are of one kind and need no escape: those are joined without a look at each.
    """
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
    """For `filter(field__in=one_of(kind, values))`: the same rows, and on PostgreSQL all values are
    one parameter. The kind is that of the column: text, UUIDs (which may be given as text), or
    numbers."""
    if connection.vendor != "postgresql":
        return values
    return RawSQL(f"SELECT unnest(%s::{KINDS[kind]}[])", (array(values),))  # noqa: S611  # bound


class _IsAny(Func):
    """`field = ANY(array)`."""

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()


def is_one_of(field: str, kind: type, values: Collection[Any]) -> Any:
    """A condition like `field__in=one_of(kind, values)`, which the values of an index that begins
    with other columns can be looked up by. With a sub-select, a database that does not know yet how
    much a table has grown compares each row with each value."""
    if connection.vendor != "postgresql":
        return Q(**{f"{field}__in": values})
    given = RawSQL(f"%s::{KINDS[kind]}[]", (array(values),))  # noqa: S611  # bound
    return _IsAny(F(field), given)


def _element(value: str | UUID | int | None) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
