"""One district for the tests of a module; what a test does to it is undone when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.factories.district import make_district
from tests.factories.editor import make_picture
from tests.integration.publishing.paths.world import World


@pytest.fixture(scope="module")
def built_world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The district, and the picture: made once, in a transaction around all tests of the module."""
    media: Path = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        world = World.around(make_district(), make_picture())
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The district, read anew, so that no test finds what another has done to an object."""
    Site.clear_site_root_paths_cache()  # the cache keeps what a test did to the site
    return built_world.read_anew()
