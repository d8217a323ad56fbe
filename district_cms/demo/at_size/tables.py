"""Writing rows into PostgreSQL by COPY, a table at a time, in chunks of constant memory."""

from itertools import count
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

MOST_ROWS_HELD: Final = 5_000


class WrongColumns(TypeError):
    """A row does not have exactly the columns of its table: a field was added or taken away."""


class Table:
    """The rows of one model on their way into the database.

    `always` are values that every row has. Rows are given by the fields' `attname`; JSON as text.
    """

    def __init__(self, model: type[models.Model], **always: Any) -> None:
        self.model = model
        fields = model._meta.local_concrete_fields
        self._names = tuple(field.attname for field in fields)
        self._known = frozenset(self._names)
        self._always = always
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        self._statement = f"COPY {table} ({columns}) FROM STDIN"
        self._rows: list[list[Any]] = []
        self._numbers: count[int] | None = None
        self.written = 0

    def next_pk(self) -> int:
        """A primary key that no row has."""
        if self._numbers is None:
            newest = self.model._base_manager.aggregate(newest=Max("pk"))["newest"]
            self._numbers = count((newest or 0) + 1)
        return next(self._numbers)

    def add(self, **values: Any) -> None:
        """Hold one row. Raises `WrongColumns`."""
        row = {**self._always, **values}
        if row.keys() != self._known:
            raise WrongColumns(f"{self.model._meta.label}: {sorted(row.keys() ^ self._known)}")
        self._rows.append([row[name] for name in self._names])
        if len(self._rows) >= MOST_ROWS_HELD:
            self.flush()

    def add_object(self, instance: models.Model) -> None:
        """Hold the row of an object that is not saved; of a page, the row of this table only."""
        fields = self.model._meta.local_concrete_fields
        self.add(
            **{
                field.attname: field.get_db_prep_save(getattr(instance, field.attname), connection)
                for field in fields
            }
        )

    def flush(self) -> None:
        """Write what is held."""
        if not self._rows:
            return
        with connection.cursor() as cursor, cursor.copy(self._statement) as copy:
            for row in self._rows:
                copy.write_row(row)
        self.written += len(self._rows)
        self._rows.clear()


class Tables:
    """All tables of one build, each made when it is first asked for."""

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], Table] = {}

    def of(self, model: type[models.Model]) -> Table:
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model]

    def prepare(self, model: type[models.Model], **always: Any) -> Table:
        """The table of a model, with values that every row of it has."""
        self._tables[model] = Table(model, **always)
        return self._tables[model]

    def flush(self) -> None:
        """Write everything, and let the database check every reference that it has held back."""
        for table in self._tables.values():
            table.flush()
        connection.check_constraints()

    def finish(self) -> None:
        """Write everything; the next row that a service adds gets a key after ours."""
        self.flush()
        statements = connection.ops.sequence_reset_sql(no_style(), list(self._tables))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
