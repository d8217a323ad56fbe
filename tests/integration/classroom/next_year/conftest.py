"""June, when classes are continued in the next school year."""

import datetime as dt

import pytest
from django.test import Client

from district_cms.people.roles import Role
from district_cms.schools.models import SchoolYear
from tests.factories.district import District
from tests.factories.pages import make_school_year
from tests.factories.people import make_account
from tests.integration.conftest import Clock


@pytest.fixture(autouse=True)
def june(district: District, clock: Clock) -> None:
    """Runs after the `district` fixture, which sets its own time."""
    clock("2027-06-01 09:00")


@pytest.fixture
def coming() -> SchoolYear:
    return make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client
