"""A district written in bulk, small enough for a test."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from time_machine import travel

from district_cms.demo.at_size.build import build_at_size
from district_cms.demo.at_size.plans import Sizes
from tests.integration.conftest import Clock, moment

ANCHOR = dt.date(2026, 11, 24)
NOON = "2026-11-24 12:00"
SMALL = Sizes(
    anchor=ANCHOR, schools=3, teachers=6, classes=24, updates=168, subscribers=60, variants=2
)


@pytest.fixture(scope="module")
def built_in_bulk(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sizes]:
    """Made once for a module, in a transaction around all its tests."""
    if connection.vendor != "postgresql":
        pytest.skip("rows go in by COPY, which PostgreSQL alone has")
    media: Path = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        with travel(moment(NOON), tick=False):
            build_at_size(SMALL)
        yield SMALL
        transaction.set_rollback(True)


@pytest.fixture
def small(built_in_bulk: Sizes, db: None, clock: Clock) -> Sizes:
    """The district at noon of its day."""
    clock(NOON)
    return built_in_bulk
