"""Asks several servers in turn and says what one request costs each."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import psycopg

from . import machine
from .servers import Server

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of a server in each round."""

    server: Server
    paths: Sequence[str]
    requests: int
    connections: int = CONNECTIONS


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one request: computed by the web server's processes, computed by the
    database's, on the clock, and computed by the program that asked."""

    web: float
    database: float
    wall: float
    asking: float

    @property
    def cpu(self) -> float:
        return self.web + self.database


Costs = dict[str, list[Cost]]


def in_turn(cases: Mapping[str, Case], rounds: int, database: "Database") -> Costs:
    """One after the other, round after round: whatever else the machine does meets all alike. The
    first round only warms them up."""
    found: Costs = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            cost = _one(case, database)
            if number:
                found[name].append(cost)
    return found


def _one(case: Case, database: "Database") -> Cost:
    web, rows = case.server.cpu(), database.cpu()
    said = case.server.ask(case.paths, case.requests, case.connections)
    each = 1000 / case.requests
    return Cost(
        web=(case.server.cpu() - web) * each,
        database=(database.cpu() - rows) * each,
        wall=said["seconds"] * each,
        asking=said["cpu"] * each,
    )


class Database:
    """What the server of the databases computes; 0 where it is on another machine."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as connection:
            self.parent = machine.parent_of(connection.info.backend_pid)

    def cpu(self) -> float:
        return machine.cpu_of_family(self.parent) if self.parent is not None else 0.0


def median(costs: Sequence[Cost], of: Callable[[Cost], float] = lambda cost: cost.cpu) -> float:
    return statistics.median(of(each) for each in costs)


def ratio(
    ones: Sequence[Cost],
    others: Sequence[Cost],
    of: Callable[[Cost], float] = lambda cost: cost.cpu,
) -> float:
    """How many times as much the ones cost, the median of the rounds."""
    return statistics.median(of(one) / of(other) for one, other in zip(ones, others, strict=True))
