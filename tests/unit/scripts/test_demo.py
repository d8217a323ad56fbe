"""The port of the demo."""

import socket
from collections.abc import Iterator

import pytest

from scripts import demo


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind((demo.HOST, 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_the_next_port_is_used_if_the_first_is_busy(
    busy_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "FIRST_PORT", busy_port)
    assert demo.choose_port(None) > busy_port


def test_a_wanted_port_that_is_busy_is_refused_and_not_replaced(busy_port: int) -> None:
    with pytest.raises(demo.NoPort, match=f"Port {busy_port} is in use"):
        demo.choose_port(str(busy_port))


@pytest.mark.parametrize("wanted", ["0", "65536", "-1", "http", "80 80"])
def test_a_wanted_port_must_be_a_valid_port(wanted: str) -> None:
    with pytest.raises(demo.NoPort, match="PORT must be a number"):
        demo.choose_port(wanted)


def test_a_free_wanted_port_is_used(busy_port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((demo.HOST, 0))
        free = probe.getsockname()[1]
    assert free != busy_port
    assert demo.choose_port(str(free)) == free
