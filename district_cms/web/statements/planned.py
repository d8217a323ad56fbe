"""Statements whose plan PostgreSQL keeps: of a long one, planning takes longer than answering.

Django sends values in the text of a statement, so that each visit is another text, planned anew.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor[Any]):
    """A cursor of the driver that sends values beside the text, and has the text prepared."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        return super().execute(query, params, **kwargs, prepare=True)


def rows_of(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the statement finds. One query, which Django's cursor counts and watches as any other.

    On PostgreSQL it is prepared in the connection, where the same text comes again with other
    values, unless connections may not (`PREPARED_STATEMENTS`). So only statements that are written
    once may come here: the connection keeps each text. Raises Django's database errors.
    """
    with connection.cursor() as cursor:
        if getattr(connection.connection, "prepare_threshold", None) is not None:
            cursor.cursor.close()
            cursor.cursor = _Prepared(connection.connection)
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
