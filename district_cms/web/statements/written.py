"""Statements that are the same but for a few of their parameters, put into words once a day: of a
long one, Django takes longer to write the SQL than the database to answer it.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final

from django.db import connection
from django.utils import timezone

Statement = tuple[str, tuple[Any, ...]]
MOST: Final = 500
"""So many statements are kept in one place, those that were asked for last: however many
rare kinds of pages someone looks at, those of the common ones stay."""


class WrittenOnce[T]:
    """Statements by what they differ in, each with the parameters that it was written with. What it
    says of today is one of them: the next day it is written anew. Nothing in it may depend on what
    is in the database, as the key of a content type does, unless it is known by that."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Hashable], tuple[dt.date, T]] = OrderedDict()

    def get(self, key: Hashable, write: Callable[[], T | None]) -> T | None:
        """What `write` says on this day, for this kind of database; None where it says that."""
        today, of_database = timezone.localdate(), (connection.vendor, key)
        try:
            # A tenth of a microsecond. Another thread may drop it between the two.
            self._kept.move_to_end(of_database)
            day, known = self._kept[of_database]
        except KeyError:
            pass
        else:
            if day == today:
                return known
        statement = write()
        if statement is not None:
            self._kept[of_database] = today, statement
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return statement

    def forget(self) -> None:
        self._kept.clear()
