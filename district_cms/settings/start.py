"""Chooses and prints the settings module, after `.env` was read.

`manage.py` and the WSGI entry point call it before Django reads any setting.
"""

import os
import sys
from typing import TextIO

from . import env

DEVELOPMENT = "district_cms.settings.dev"
PRODUCTION = "district_cms.settings.production"


def choose(default: str = "") -> str:
    """Sets `DJANGO_SETTINGS_MODULE` if neither the environment nor `.env` has it.

    Without a `default`, chooses production if there is a `SECRET_KEY`, which only production reads:
    a command on a server must not run with a developer's settings.
    """
    chosen = default or (PRODUCTION if env.HAS_SECRET_KEY else DEVELOPMENT)
    chosen = env.SETTINGS_MODULE or chosen  # from the environment, otherwise from the file
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)


def say(stream: TextIO | None = None) -> None:
    """Prints one line to standard error: settings, debug mode, database and mail provider. It
    contains no secret and no account."""
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
