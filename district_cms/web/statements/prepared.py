"""A query whose text is made once a process: of a long one, Django takes longer to write the SQL
than the database to answer it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import RawQuerySet
from django.utils import timezone

_SOMEBODY: Final = -7_919_001
"""A key that no account has: it is found again among the parameters."""


@dataclass(frozen=True, slots=True)
class _Text:
    model: type[Model]
    sql: str
    params: tuple[Any, ...]
    of_account: frozenset[int]
    of_day: frozenset[int]


@dataclass(frozen=True, slots=True)
class AskedByEveryone:
    """A query about one account on the day it is asked, which every screen asks.

    `make` is given the key of an account and returns the query of today. For another account or on
    another day it may differ in its parameters only, and every parameter that is a date is today.
    Nothing in it may depend on what is in the database, as the key of a content type does.
    """

    make: Callable[[int], QuerySet[Any]]
    _texts: dict[str, _Text] = field(default_factory=dict, compare=False)

    def rows(self, account: int) -> RawQuerySet:
        """What the query answers. One query."""
        sql, params = self.statement(account)
        return RawQuerySet(sql, model=self._text().model, params=params)

    def statement(self, account: int) -> tuple[str, tuple[Any, ...]]:
        """Its SQL and parameters, as Django would write them."""
        text, today = self._text(), _today()
        params = tuple(
            account if place in text.of_account else today if place in text.of_day else value
            for place, value in enumerate(text.params)
        )
        return text.sql, params

    def forget(self) -> None:
        """What `make` returns has become another query."""
        self._texts.clear()

    def _text(self) -> _Text:
        text = self._texts.get(connection.vendor)
        if text is None:
            text = self._texts[connection.vendor] = self._written()
        return text

    def _written(self) -> _Text:
        query, today = self.make(_SOMEBODY), _today()
        sql, params = query.query.sql_with_params()
        return _Text(
            query.model,
            sql,
            params,
            frozenset(place for place, value in enumerate(params) if value == _SOMEBODY),
            frozenset(place for place, value in enumerate(params) if value == today),
        )


def _today() -> Any:
    """The day in the district's zone, as the database's driver takes it."""
    return connection.ops.adapt_datefield_value(timezone.localdate())
