"""How long the web program lets the database work on one statement.

A request holds one of a few threads, and nothing else ends it: gunicorn ends a process that is
stuck, not a thread. Whoever asked reads that the site is busy (`refused.unavailable`). The queue
and the commands have long statements, and no such limit.
"""

from typing import Any, Final

SECONDS: Final = 30


def limit_statements(connection: Any, **kwargs: Any) -> None:
    """Receives each new connection of the web program."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{SECONDS}s"])
