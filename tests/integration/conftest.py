"""The district that the tests walk through, and its clock."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture, travel

from district_cms.schools.models import DistrictSettings, HomePage, SchoolPage
from district_cms.web.versions import forget_poll
from notifications.screens.class_mail import set_offer
from tests.factories.district import District, make_district
from tests.factories.pages import make_home, make_school

from .classroom.walk import Walk
from .shared import Shared

HERE = Path(__file__).parent
FOLDERS = (HERE, HERE.parent / "promises")
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
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens answer without being drawn: for tests that ask no more than who may open them."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@pytest.fixture
def november(clock: Clock) -> dt.datetime:
    """A Tuesday without a posting day; the 3rd is over and the class has until the 24th."""
    return clock(NOVEMBER)


# ---------------------------------------------------------------- what many modules share
_SHARED = Shared()
# {module: the fixture by which its tests know what was built}; "" where they build for themselves.
_KINDS: dict[Path, str] = {}
_ASKED_BY = {
    "world": "world",
    "offered": "offered",
    "district": "built",
    "school": "built_school",
    "home": "built_home",
}
# Sorts behind all others: such a test leaves a database without even the root of the tree.
_EMPTIES = "~"


def _uses_database(item: pytest.Item) -> bool:
    asked = "db" in getattr(item, "fixturenames", ())
    return asked or item.get_closest_marker("django_db") is not None


def _kind(item: pytest.Item) -> str:
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        return _EMPTIES
    wanted = getattr(item, "fixturenames", ())
    return next((kind for kind, fixture in _ASKED_BY.items() if fixture in wanted), "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts modules that need the same thing one after the other, so that it is built once."""
    ours = [
        number
        for number, item in enumerate(items)
        if any(map(item.path.is_relative_to, FOLDERS)) and _uses_database(item)
    ]
    for number in ours:
        path = items[number].path
        _KINDS[path] = max(_KINDS.get(path, ""), _kind(items[number]))
    in_order = sorted((items[number] for number in ours), key=lambda item: _KINDS[item.path])
    for number, item in zip(ours, in_order, strict=True):
        items[number] = item


@pytest.fixture(scope="session")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shared]:
    """Ended before the database goes."""
    yield _SHARED
    with django_db_blocker.unblock():
        _SHARED.end()


@pytest.fixture(scope="module", autouse=True)
def nothing_of_other_modules(
    request: pytest.FixtureRequest, shared: Shared, django_db_blocker: DjangoDbBlocker
) -> None:
    """A module finds what its own tests ask for, or an empty database."""
    with django_db_blocker.unblock():
        shared.keep_only(_KINDS.get(request.path, ""))


def district_in_november() -> District:
    with travel(moment(NOVEMBER), tick=False):
        return make_district()


def offered_in_november() -> District:
    """Its one class was on time on the 3rd and offers mail since the 10th."""
    district = district_in_november()
    with travel(moment("2026-11-02 10:00"), tick=False):
        Walk.begin(district, title="Arrays").submit().approve()
    with travel(moment(NOVEMBER), tick=False):
        set_offer(classroom=district.classroom, offered=True, user=district.teacher)
    return district


@contextmanager
def made_for_a_module[Made](
    blocker: DjangoDbBlocker, make: Callable[[], Made], at: str = NOVEMBER
) -> Iterator[Made]:
    """What `make` makes at a moment, for all tests of a module from the first that asks for it on;
    undone after them. Its fixture asks for the district or home that it stands on."""
    with blocker.unblock(), transaction.atomic():
        with travel(moment(at), tick=False):
            made = make()
        connection.run_on_commit.clear()  # as `Shared` does
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(
    request: pytest.FixtureRequest, shared: Shared, django_db_blocker: DjangoDbBlocker
) -> District:
    """Made once for all modules, in a transaction around their tests. In a module with tests of
    the mail that a class offers, it offers mail to all of them."""
    with django_db_blocker.unblock():
        if _KINDS.get(request.path) == "offered":
            return shared.get("offered", offered_in_november)
        return shared.get("district", district_in_november)


@pytest.fixture
def district(built: District, db: None, november: dt.datetime) -> District:
    """The district as it was made: what a test does to it is undone when the test ends."""
    return built.read_again()


@pytest.fixture
def retention_schedule(db: None) -> None:
    """The district has entered it, so that old records are deleted."""
    settings = DistrictSettings.load()
    settings.retention_schedule = "School schedule 7 of 2024"
    settings.save()


@pytest.fixture(scope="module")
def built_home(shared: Shared, django_db_blocker: DjangoDbBlocker) -> HomePage:
    """Made once for all modules, in a transaction around their tests."""
    with django_db_blocker.unblock():
        return shared.get("home", make_home)


@pytest.fixture
def home(built_home: HomePage, db: None) -> HomePage:
    """A home page alone, with roles and the approval workflow in force."""
    return HomePage.objects.get(pk=built_home.pk)


@pytest.fixture(scope="module")
def built_school(shared: Shared, django_db_blocker: DjangoDbBlocker) -> SchoolPage:
    """Made once for all modules, in a transaction around their tests."""
    with django_db_blocker.unblock():
        return shared.get("school", one_school)


def one_school() -> SchoolPage:
    return make_school(make_home(), title="Juniper Creek Elementary")


@pytest.fixture
def school(built_school: SchoolPage, db: None) -> SchoolPage:
    """A home page with one school, for tests that need no more."""
    return SchoolPage.objects.get(pk=built_school.pk)
