"""A query about one account whose text is made once."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.db.models.query import RawQuerySet

from .written import Statement, WrittenOnce

_SOMEBODY: Final = -7_919_001
"""A key that no account has: it is found again among the parameters."""


class AskedByEveryone:
    """A query about one account on the day it is asked, which every screen asks.

    `make` is given the key of an account and returns the query of today, for rows of `model`. For
    another account it may differ in its parameters only.
    """

    def __init__(self, model: type[Model], make: Callable[[int], QuerySet[Any]]) -> None:
        self.model, self.make = model, make
        self._written = WrittenOnce[Statement]()

    def rows(self, account: int) -> RawQuerySet:
        """What the query answers. One query."""
        sql, params = self.statement(account)
        return RawQuerySet(sql, model=self.model, params=params)

    def statement(self, account: int) -> Statement:
        """Its SQL and parameters, as Django would write them."""
        found = self._written.get("", lambda: self.make(_SOMEBODY).query.sql_with_params())
        assert found is not None
        sql, params = found
        return sql, tuple(account if value == _SOMEBODY else value for value in params)

    def forget(self) -> None:
        """What `make` returns has become another query."""
        self._written.forget()
