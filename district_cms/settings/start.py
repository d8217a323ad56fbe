"""Which settings a program starts with, chosen after `.env` was read, and said.

`manage.py` and the entry for WSGI servers call it before Django reads any setting.
"""

import os
import sys
from typing import TextIO

from . import env

DEVELOPMENT = "district_cms.settings.dev"
PRODUCTION = "district_cms.settings.production"


def choose(default: str = "") -> str:
    """Set `DJANGO_SETTINGS_MODULE` where neither the environment nor `.env` names it.

    Without a `default` it is production where there is a `SECRET_KEY`, which only production
    reads: a command on a server must not run with the settings of a developer's machine.
    """
    chosen = default or (PRODUCTION if env.HAS_SECRET_KEY else DEVELOPMENT)
    chosen = env.SETTINGS_MODULE or chosen  # of the environment, else of the file
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)


def say(stream: TextIO | None = None) -> None:
    """One line, to the error output: the settings, whether they are for debugging, the database and
    who takes the mail. No secret, and no account, is in it."""
    from django.conf import settings  # noqa: PLC0415  # reads the settings, once they are chosen

    database = settings.DATABASES["default"]
    kind = database["ENGINE"].rpartition(".")[2]
    place = f" on {database['HOST']}" if database.get("HOST") else ""
    print(
        f"{os.environ['DJANGO_SETTINGS_MODULE']}, DEBUG {'on' if settings.DEBUG else 'off'}, "
        f"{kind} {database['NAME']}{place}, mail through {settings.MAIL_PROVIDER}",
        file=stream or sys.stderr,
        flush=True,
    )
