"""A class with an update, and a visitor who chose Spanish."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """The district's settings are kept in the cache; a test must not find another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def update(district: District) -> UpdatePage:
    """November 24 to December 7, with an assignment due on Tuesday, December 1."""
    return make_update(district.classroom, **update_content(district.curriculum))


@pytest.fixture
def in_spanish(client: Client) -> Client:
    client.cookies["django_language"] = "es"
    return client
