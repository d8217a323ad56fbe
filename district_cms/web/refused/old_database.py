"""A database that was made before the rooms had their names of today is refused in a sentence.

There was no release yet, so nothing is carried over: the first migrations were made again, and such
a database would fail in the middle of them. Every other command would end in a traceback on it, or
serve error pages, so the command line asks before it runs one.
"""

import sys
from collections.abc import Sequence
from typing import Any, Final, TextIO

from django.core.checks import CheckMessage, Error
from django.core.management import ManagementUtility
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder

# The app that held nine rooms of today; no database made since has a migration of it.
LAST_SEEN_IN = "governance"

WORDS: Final = (
    "The database “{alias}” was made by a version before the first release, whose tables have "
    "other names."
)
WAY_OUT: Final = "Name an empty database with DATABASE_URL. `make demo` sets its own one aside."

# They work without a database, or look at whichever there is.
NEEDS_NO_TABLES: Final = frozenset(
    {
        *("check", "check_accessibility", "check_privacy", "collectstatic", "compilemessages"),
        *("dbshell", "diffsettings", "findstatic", "inspectdb", "makemessages", "makemigrations"),
        *(
            "make_demo",
            "optimizemigration",
            "set_aside_old_demo",
            "shell",
            "show_roles",
            "showmigrations",
        ),
        *("sqlmigrate", "squashmigrations", "startapp", "startproject", "test", "testserver"),
    }
)


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
        Error(WORDS.format(alias=alias), hint=WAY_OUT, id="district.E001")
        for alias in databases or ()
        if is_old(alias)
    ]


class CommandLine(ManagementUtility):
    """Django's command line, which asks first whether the database is one of before."""

    def __init__(self, argv: list[str] | None = None, stderr: TextIO | None = None) -> None:
        super().__init__(argv)
        self.stderr = stderr or sys.stderr

    def fetch_command(self, subcommand: str) -> Any:
        """The command. Ends the program with exit code 1 where the database is old."""
        command = super().fetch_command(subcommand)
        asks_for_help = self.argv[1:2] == ["help"] or {"-h", "--help"} & set(self.argv)
        if subcommand not in NEEDS_NO_TABLES and not asks_for_help:
            self._refuse_old_databases()
        return command

    def _refuse_old_databases(self) -> None:
        try:
            old = [alias for alias in connections if is_old(alias)]
        except OperationalError:
            # It cannot be reached. Whether the command needs it, and why, the command says itself.
            return
        for alias in old:
            self.stderr.write(f"{WORDS.format(alias=alias)}\n{WAY_OUT}\n")
        if old:
            sys.exit(1)
