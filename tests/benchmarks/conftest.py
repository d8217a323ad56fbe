"""The district at size, and the demo behind a real web server, for those that need it."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.at_size import (
    at_size,
    at_size_database,
    at_size_media,
    at_size_template,
)
from tests.database import server_url

from .serving import demo
from .serving.demo import Demo, demo_district
from .serving.measuring import Database

__all__ = [
    "at_size",
    "at_size_database",
    "at_size_media",
    "at_size_template",
]


@pytest.fixture(scope="session")
def rounds() -> int:
    return int(os.environ.get("BENCH_ROUNDS", "7"))


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> str:
    """Where the database server is, by one of its databases."""
    if connection.vendor != "postgresql":
        pytest.skip("production runs on PostgreSQL only")
    return server_url()


@pytest.fixture(scope="module")
def database(server: str) -> Database:
    return Database(server)


@pytest.fixture(scope="module")
def district(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as it is today, for web servers; and what a bare view answers instead."""
    with demo_district(server, tmp_path_factory.mktemp("served")) as found:
        bare = found.folder / "bare"
        bare.mkdir()
        demo.said("looking", f"keep_and_print({found.paths!r}, {str(bare)!r})", found.ours())
        yield found
