"""Search that ignores accents and case: "nunez" finds "Núñez" and "NÚÑEZ", on both databases.

PostgreSQL normalizes text itself, without an extension. SQLite changes the case of ASCII letters
only, so each connection gets a function of ours; SQLite stores JSON with escaped letters, which the
function decodes.
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
    """Returns the text in lower case without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


class Folded(Func):
    """The same for a column of text, or of JSON as text."""

    output_field = TextField()
    arity = 1
    function = NAME

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # Skips normalization for ASCII, which most log lines are: it takes ten times as long. After
        # normalization, every collation knows the lower-case form of a letter.
        text = "%(expressions)s"
        decomposed = rf"regexp_replace(normalize({text}, NFKD), '[\u0300-\u036F]', '', 'g')"
        template = (
            f"CASE WHEN octet_length({text}) = length({text}) "
            f'THEN lower({text} COLLATE "C") ELSE lower({decomposed}) END'
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params,) * template.count(text)


def connect() -> None:
    """Adds the function to each SQLite connection that is opened from now on."""
    connection_created.connect(_add_function, dispatch_uid=NAME)


def _add_function(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(NAME, 1, _of_sqlite, deterministic=True)


def _of_sqlite(value: str | None) -> str | None:
    if value is None:
        return None
    if "\\u" in value:
        value = _AS_NUMBER.sub(lambda match: chr(int(match[1], 16)), value)
    return folded(value)
