"""The district at size as a database of its own: built once for a run, copied for each module.

`AT_SIZE_DATABASE` names one on the same server that `build_district --anchor 2026-11-24` has
built already; it is copied and left as it is. Its pictures are where VAR_DIR says.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import override_settings
from psycopg import sql
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture, travel

from classroom.models import ClassroomPage
from district_cms.demo.at_size.build import build_at_size
from district_cms.demo.at_size.plans import Sizes
from district_cms.settings import env
from tests.world import World, find_faults, world_at_size

ANCHOR = dt.date(2026, 11, 24)
NOON = dt.datetime.combine(ANCHOR, dt.time(19), dt.UTC)  # in the district's zone
FAULTS = 300
# Schools as large as those of the large district, and a twentieth of its people.
FEW = Sizes(
    anchor=ANCHOR, schools=2, teachers=100, classes=400, updates=7_200, subscribers=200, variants=1
)


@pytest.fixture(scope="session")
def at_size_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if os.environ.get("AT_SIZE_DATABASE"):
        return env.VAR_DIR / "media"
    return tmp_path_factory.mktemp("at-size-media")


@pytest.fixture(scope="session")
def at_size_template(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, at_size_media: Path
) -> Iterator[str]:
    """The name of the database from which others are copied."""
    if connection.vendor != "postgresql":
        pytest.skip("the district at size is built in PostgreSQL only")
    if known := os.environ.get("AT_SIZE_DATABASE"):
        yield known
        return
    with django_db_blocker.unblock(), _built(Sizes(anchor=ANCHOR), at_size_media) as built:
        yield built


@pytest.fixture(scope="session")
def few_template(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[str]:
    """The name of a database with a district of few people."""
    media = tmp_path_factory.mktemp("few-media")
    with django_db_blocker.unblock(), _built(FEW, media) as built:
        yield built


@pytest.fixture(scope="module")
def at_size_database(
    at_size_template: str, django_db_blocker: DjangoDbBlocker, at_size_media: Path
) -> Iterator[World]:
    """A copy for the tests of one module; each of them is in a transaction that is undone."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=at_size_media),
        _copy_of(at_size_template) as world,
    ):
        yield world


@pytest.fixture(scope="module", params=["few", "many"])
def either_size(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, at_size_media: Path
) -> Iterator[tuple[str, World]]:
    """("few" or "many", a district of so many people): first the one, then the other. Each is left
    as its tests leave it."""
    name = "few_template" if request.param == "few" else "at_size_template"
    template = request.getfixturevalue(name)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=at_size_media):
        ContentType.objects.clear_cache()
        with _copy_of(template) as world:
            yield request.param, world
        ContentType.objects.clear_cache()


@pytest.fixture
def at_size(at_size_database: World, db: None, time_machine: TimeMachineFixture) -> World:
    """The district at size, at noon of its day."""
    time_machine.move_to(NOON, tick=False)
    return at_size_database


@contextmanager
def _built(sizes: Sizes, media: Path) -> Iterator[str]:
    empty = str(connection.settings_dict["NAME"])
    built = f"{empty}_{sizes.teachers}"
    with _copied(empty, built):
        with _connected_to(built), override_settings(MEDIA_ROOT=media), travel(NOON, tick=False):
            build_at_size(sizes)
        yield built


@contextmanager
def _copy_of(template: str) -> Iterator[World]:
    copy = f"test_copy_of_{template}"[:60]
    with _copied(template, copy), _connected_to(copy):
        with travel(NOON, tick=False):
            world = world_at_size()
            find_faults(list(ClassroomPage.objects.order_by("pk")[:FAULTS]))
        yield world


@contextmanager
def _copied(template: str, name: str) -> Iterator[None]:
    """A copy of a database, dropped in the end."""
    connection.close()
    _server(
        sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)),
        # Files are copied as they are: nothing is written twice.
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        ),
    )
    try:
        yield
    finally:
        connection.close()
        _server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to this database."""
    connection.close()
    before = connection.settings_dict["NAME"]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before


def _server(*statements: sql.Composed) -> None:
    """Run statements in the server's own database, each by itself."""
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    keys = ("dbname", "user", "password", "host", "port")
    wanted = {key: parameters[key] for key in keys if parameters.get(key)}
    with psycopg.connect(**wanted, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)
