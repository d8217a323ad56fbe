"""Words as people look for them: "nunez" finds "Núñez" and "NÚÑEZ", on both databases.

PostgreSQL takes signs apart by itself, without an extension. SQLite knows no capitals but those of
ASCII, so each connection is lent a function; it keeps JSON with its letters as numbers, which that
function reads.
"""

import re
import unicodedata
from typing import Any, Final

from django.db.backends.signals import connection_created
from django.db.models import Func, TextField

NAME: Final = "district_folded"
_MARKS: Final = re.compile("[\u0300-\u036f]")
_AS_NUMBER: Final = re.compile(r"\\u(?!d[89a-f])([0-9a-f]{4})")


def folded(text: str) -> str:
    """The text in small letters without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


class Folded(Func):
    """The same of a column of text, or of JSON as text."""

    output_field = TextField()
    arity = 1
    function = NAME

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # What is ASCII is not taken apart: that takes ten times as long, of each line of a log, and
        # most are. Letters that are taken apart have small ones in every collation.
        text = "%(expressions)s"
        apart = rf"regexp_replace(normalize({text}, NFKD), '[\u0300-\u036F]', '', 'g')"
        template = (
            f"CASE WHEN octet_length({text}) = length({text}) "
            f'THEN lower({text} COLLATE "C") ELSE lower({apart}) END'
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params,) * template.count(text)


def connect() -> None:
    """Lend the function to each connection to SQLite that is made from now on."""
    connection_created.connect(_lend, dispatch_uid=NAME)


def _lend(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(NAME, 1, _of_sqlite, deterministic=True)


def _of_sqlite(value: str | None) -> str | None:
    if value is None:
        return None
    if "\\u" in value:
        value = _AS_NUMBER.sub(lambda found: chr(int(found[1], 16)), value)
    return folded(value)
