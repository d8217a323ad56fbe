"""Which tables are written once. Upper rooms register theirs in `AppConfig.ready()`."""

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

    With a `name` its rows are sealed into the chain. The name stands in every seal and never
    changes, whatever becomes of the model's. `payload` are the columns that retention may empty,
    with what stands there afterwards. The model has a moment `at`.
    """

    model: type[Model]
    name: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """All but the primary key, which stands in the seal."""
        fields = self.model._meta.concrete_fields
        return tuple(each.attname for each in fields if not each.primary_key)

    @property
    def stored_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in self.payload)

    def unsealed(self) -> QuerySet[Any]:
        """The rows without a seal."""
        seals = Seal.objects.filter(name=self.name, row=OuterRef("pk"))
        return self.model._base_manager.filter(~Exists(seals))

    def digests(self, values: Mapping[str, Any]) -> RowDigests:
        """Of one row's values by column name."""
        payload = digests.digest_of({n: values[n] for n in self.payload}) if self.payload else ""
        return RowDigests(payload, self.row_digest(values, payload))

    def row_digest(self, values: Mapping[str, Any], payload_digest: str) -> str:
        return digests.row_digest(
            {name: values[name] for name in self.stored_fields}, payload_digest
        )

    def is_emptied(self, values: Mapping[str, Any]) -> bool:
        """Whether the row's payload stands as retention leaves it."""
        return bool(self.payload) and all(values[n] == e for n, e in self.payload.items())


_tables: dict[type[Model], AppendOnly] = {}


def register_written_once(table: AppendOnly) -> None:
    """Registering a model again changes nothing but what is said of it."""
    _tables[table.model] = table


def guarded() -> list[AppendOnly]:
    """Every table that is written once."""
    return list(_tables.values())


def sealed() -> dict[str, AppendOnly]:
    """Those whose rows are in the chain, by the name in their seals."""
    return {table.name: table for table in _tables.values() if table.name}
