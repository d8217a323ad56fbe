"""The one database, and how each kind of it is spoken to."""

from typing import Any

from . import env

DATABASES: dict[str, dict[str, Any]] = {"default": dict(env.DATABASE)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Immediate transactions: a writer waits for its turn instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds. A program that waits for longer is ended by the web server before it can say so.
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
