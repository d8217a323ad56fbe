"""A database that was made before the rooms had their names of today is refused in a sentence.

There was no release yet, so nothing is carried over: the first migrations were made again, and such
a database would fail in the middle of them.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

# The app that held nine rooms of today; no database made since has a migration of it.
LAST_SEEN_IN = "governance"


def is_old(alias: str) -> bool:
    """Whether the database behind this alias was made before. One query, two on a new one."""
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    return recorder.has_table() and recorder.migration_qs.filter(app=LAST_SEEN_IN).exists()


def check_database_is_not_old(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A system check with the tag `database`: `migrate` asks it before it writes anything."""
    return [
        Error(
            f"The database “{alias}” was made by a version before the first release, "
            "whose tables have other names.",
            hint="Name an empty database with DATABASE_URL. `make demo` sets its own one aside.",
            id="district.E001",
        )
        for alias in databases or ()
        if is_old(alias)
    ]
