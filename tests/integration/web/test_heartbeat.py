"""The thread by which a worker says that it lives outlives a database that is away for a moment."""

import pytest
from django.db import InterfaceError, OperationalError

from district_cms.web.queue import heartbeat


class Ended(Exception):
    """The test has seen enough."""


def test_it_goes_on_after_any_fault_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [OperationalError(), InterfaceError(), None, None]
    said: list[str] = []

    def say_so(name: str) -> None:
        fault = faults[len(said)]
        said.append(name)
        if fault is not None:
            raise fault

    def sleep(seconds: float) -> None:
        assert seconds == heartbeat.EVERY
        if len(said) == len(faults):
            raise Ended

    monkeypatch.setitem(heartbeat._own, "name", "worker")
    monkeypatch.setattr(heartbeat, "say_so", say_so)
    monkeypatch.setattr(heartbeat.time, "sleep", sleep)
    monkeypatch.setattr(heartbeat.connection, "close", lambda: None)
    with pytest.raises(Ended):
        heartbeat._go_on("worker")
    assert said == ["worker"] * len(faults)
