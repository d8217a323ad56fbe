"""What processes have computed and what they hold, as Linux tells it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """`cpu` and `cpu_of_ended` (its children that are no more) in seconds."""

    pid: int
    parent: int
    session: int
    cpu: float
    cpu_of_ended: float


def processes() -> Iterator[Process]:
    for place in PROC.iterdir():
        if not place.name.isdecimal():
            continue
        try:
            said = (place / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended meanwhile
        # After the name, which may have blanks and brackets: proc(5), from field 3 on.
        fields = said.rpartition(")")[2].split()
        user, system, of_ended, system_of_ended = (int(each) / _TICKS for each in fields[11:15])
        yield Process(
            pid=int(place.name),
            parent=int(fields[1]),
            session=int(fields[3]),
            cpu=user + system,
            cpu_of_ended=of_ended + system_of_ended,
        )


def session_of(leader: int) -> list[Process]:
    """A program that was started with a session of its own, and what it has started."""
    return [each for each in processes() if each.session == leader]


def cpu_of_session(leader: int) -> float:
    """Seconds that a program and all that it has started have computed."""
    return sum(
        each.cpu + (each.cpu_of_ended if each.pid == leader else 0) for each in session_of(leader)
    )


def cpu_of_family(parent: int) -> float:
    """Seconds that the children of a process have computed, the ended ones included."""
    return sum(
        each.cpu if each.parent == parent else each.cpu_of_ended
        for each in processes()
        if parent in (each.parent, each.pid)
    )


def parent_of(pid: int) -> int | None:
    """None where the process is on another machine."""
    return next((each.parent for each in processes() if each.pid == pid), None)


def load() -> str:
    """How many wanted to compute in the last minute, five and fifteen: what a time is worth."""
    return " ".join((PROC / "loadavg").read_text().split()[:3])
