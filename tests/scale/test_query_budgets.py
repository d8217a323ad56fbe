"""Every page and screen asks the database as little as its budget says, in the large district."""

import pytest

from tests.budgets import check
from tests.screens import SCREENS
from tests.world import World

pytestmark = [pytest.mark.scale, pytest.mark.django_db, pytest.mark.xdist_group("scale")]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_keeps_its_budget_at_size(name: str, at_size: World) -> None:
    check(SCREENS[name], at_size, at_size=True)
