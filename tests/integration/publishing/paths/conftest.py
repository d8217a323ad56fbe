"""One district for all these modules; what a test does to it is undone when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.factories.district import make_district
from tests.factories.editor import make_picture
from tests.integration.publishing.paths.world import World
from tests.integration.shared import Shared


def district_with_picture() -> World:
    return World.around(make_district(), make_picture())


@pytest.fixture(scope="module")
def built_world(
    shared: Shared, django_db_blocker: DjangoDbBlocker, media_folder: Path
) -> Iterator[World]:
    """The district, and the picture: made once, in a transaction around the tests of all modules
    that need them."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media_folder):
        yield shared.get("world", district_with_picture)


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The district, read again, so that no test finds what another has done to an object."""
    Site.clear_site_root_paths_cache()  # the cache keeps what a test did to the site
    return built_world.read_again()
