"""The registry of append-only tables. Other apps register theirs in `AppConfig.ready()`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from . import digests
from .models import Seal


@dataclass(frozen=True, slots=True)
class RowDigests:
    payload: str
    row: str


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A table whose rows are added and never changed or deleted; the database refuses both.

    With a `name`, its rows are sealed into the chain. The name is part of every seal and never
    changes, even if the model is renamed. `payload` maps the columns that retention may empty to
    their empty values. The model has a datetime `at`.
    """

    model: type[Model]
    name: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Returns all columns except the primary key, which is in the seal."""
        fields = self.model._meta.concrete_fields
        return tuple(each.attname for each in fields if not each.primary_key)

    @property
    def stored_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in self.payload)

    def unsealed(self) -> QuerySet[Any]:
        """Returns the rows without a seal."""
        seals = Seal.objects.filter(name=self.name, row=OuterRef("pk"))
        return self.model._base_manager.filter(~Exists(seals))

    def digests(self, values: Mapping[str, Any]) -> RowDigests:
        """Returns the digests of one row's values by column name."""
        payload = digests.digest_of({n: values[n] for n in self.payload}) if self.payload else ""
        return RowDigests(payload, self.row_digest(values, payload))

    def row_digest(self, values: Mapping[str, Any], payload_digest: str) -> str:
        return digests.row_digest(
            {name: values[name] for name in self.stored_fields}, payload_digest
        )

    def is_emptied(self, values: Mapping[str, Any]) -> bool:
        """Returns True if the row's payload was emptied by retention."""
        return bool(self.payload) and all(values[n] == e for n, e in self.payload.items())


_tables: dict[type[Model], AppendOnly] = {}


def register_written_once(table: AppendOnly) -> None:
    """Registers a table. Registering a model again replaces its entry."""
    _tables[table.model] = table


def guarded() -> list[AppendOnly]:
    """Returns all append-only tables."""
    return list(_tables.values())


def sealed() -> dict[str, AppendOnly]:
    """Returns the tables whose rows are in the chain, by the name in their seals."""
    return {table.name: table for table in _tables.values() if table.name}
