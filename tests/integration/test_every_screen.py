"""The inventory of screens is complete: each address stands in it, or here with the reason."""

import pytest
from django.urls import resolve

from tests.integration.conftest import Clock
from tests.integration.test_query_budgets import inhabited
from tests.screens import SCREENS
from tests.world import World

__all__ = ["inhabited"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(inhabited: World, db: None, clock: Clock) -> set[str]:
    """The addresses of all screens, as the table of addresses has them. Ours take the place of some
    of Wagtail's and have no names of their own."""
    clock("2026-11-10 09:00")
    addresses = (screen.address(inhabited).partition("?")[0] for screen in SCREENS.values())
    return {resolve(address).route for address in addresses}
