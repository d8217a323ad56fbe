"""The district that the tests walk through, and its clock."""

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import transaction
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture, travel

from district_cms.web.versions import forget_poll
from tests.factories.district import District, make_district

DENVER = ZoneInfo("America/Denver")
NOVEMBER = "2026-11-10 09:00"

Clock = Callable[[str], dt.datetime]


def moment(text: str) -> dt.datetime:
    """ "2026-11-24 16:30" in the district's zone."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=DENVER)


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """What a test before wrote into the database is undone; what it left in a cache is not."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    forget_poll()


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> Clock:
    """Moves the time: `clock("2026-11-24 16:30")`, in the district's zone. It stands still."""

    def move_to(text: str) -> dt.datetime:
        time_machine.move_to(moment(text), tick=False)
        return moment(text)

    return move_to


@pytest.fixture
def november(clock: Clock) -> dt.datetime:
    """A Tuesday without a posting day; the 3rd is over and the class has until the 24th."""
    return clock(NOVEMBER)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """Made once for a module, in a transaction around all its tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with travel(moment(NOVEMBER), tick=False):
            district = make_district()
        yield district
        transaction.set_rollback(True)


@pytest.fixture
def district(built: District, db: None, november: dt.datetime) -> District:
    """The district as it was made: what a test does to it is undone when the test ends."""
    return built.read_anew()
