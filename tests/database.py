"""Each process of tests gets a copy of one migrated database (`scripts/databases.py`).

pytest-django would migrate in each of them. On SQLite the migrated file stays in pytest's cache,
for as long as our code is the same: a single test file starts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from scripts import databases


def _fill(address: str) -> None:
    """Migrates the database at an address, through the connection that all tests use."""
    on_server = databases.is_postgresql(address)
    _use(databases.name_in(address) if on_server else address.removeprefix("sqlite:///"))
    # As Django fills its own test databases: what modules register for after it is there as well.
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable")
    connection.close()  # nobody may be connected to what is copied


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def server_url() -> str:
    """Where the server is, from the settings: the variable itself may stand in a `.env` file."""
    values = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
    who = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else values["USER"]
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgresql://{who}@{values['HOST']}{port}/{values['NAME']}"


def _copy_on_server() -> Iterator[None]:
    url = server_url()
    name = connection.creation._get_test_db_name()
    databases.copy_on_server(url, databases.MIGRATED, name, _fill)
    _use(name)
    yield
    connection.close()
    with databases.alone_on(url) as server:
        databases.drop(server, name)


def _copy_of_file(config: pytest.Config) -> Iterator[None]:
    copied = Path(connection.creation._get_test_db_name())
    databases.copy_of_file(config.cache.mkdir("databases"), databases.MIGRATED, copied, _fill)
    _use(str(copied))
    yield
    connection.close()
    for each in copied.parent.glob(f"{copied.name}*"):  # the write-ahead log beside it
        each.unlink()


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig: pytest.Config,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """In the place of pytest-django's fixture of this name."""
    before = connection.settings_dict["NAME"]
    on_server = connection.vendor == "postgresql"
    with django_db_blocker.unblock():
        copy = _copy_on_server() if on_server else _copy_of_file(pytestconfig)
        next(copy)
    yield
    with django_db_blocker.unblock():
        next(copy, None)
        _use(before)
