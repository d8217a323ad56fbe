"""The thread by which a worker says that it lives outlives a database that is away for a moment."""

import pytest
from django.db import InterfaceError, OperationalError

from district_cms.web.queue import worker_processes


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
        assert seconds == worker_processes.EVERY
        if len(said) == len(faults):
            raise Ended

    monkeypatch.setitem(worker_processes._own, "name", "worker")
    monkeypatch.setattr(worker_processes, "say_so", say_so)
    monkeypatch.setattr(worker_processes.time, "sleep", sleep)
    monkeypatch.setattr(worker_processes.connection, "close", lambda: None)
    with pytest.raises(Ended):
        worker_processes._go_on("worker")
    assert said == ["worker"] * len(faults)
