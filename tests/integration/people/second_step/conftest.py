"""The hour at which all of it happens, since a code counts for half a minute; and who signs in."""

import datetime as dt
from types import SimpleNamespace
from typing import Final

import pytest
from time_machine import TimeMachineFixture

from district_cms.people.models import User
from tests.factories.district import District
from tests.factories.people import fresh

NOW: Final = dt.datetime(2026, 11, 10, 16, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def commit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth reports a new app when it is saved; a test's transaction never is."""
    at_once = SimpleNamespace(on_commit=lambda report: report())
    for flows in ("totp", "recovery_codes"):
        monkeypatch.setattr(f"allauth.mfa.{flows}.internal.flows.transaction", at_once)


@pytest.fixture
def teacher(district: District) -> User:
    return fresh(district.teacher)
