"""Statements that are the same but for a few of their parameters, put into words once a day: of a
long one, Django takes longer to write the SQL than the database to answer it.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection
from django.utils import timezone

Statement = tuple[str, tuple[Any, ...]]


class WrittenOnce:
    """Statements by what they differ in, each with the parameters that it was written with. What it
    says of today is one of them: the next day it is written anew. Nothing in it may depend on what
    is in the database, as the key of a content type does, unless it is known by that."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Hashable], tuple[dt.date, Statement]] = {}

    def get(self, key: Hashable, write: Callable[[], Statement | None]) -> Statement | None:
        """What `write` says on this day, for this kind of database; None where it says that."""
        today, of_database = timezone.localdate(), (connection.vendor, key)
        kept = self._kept.get(of_database)
        if kept is not None and kept[0] == today:
            return kept[1]
        statement = write()
        if statement is not None:
            self._kept[of_database] = today, statement
        return statement

    def forget(self) -> None:
        self._kept.clear()
