"""Runs a management command as if it were another moment.

    python -m tests.browser.at_moment 2026-11-24T10:00-07:00 runserver --noreload 127.0.0.1:8000

The clock starts there and runs on; SIGUSR1 moves it to the moment in the file that `MOMENT_FILE`
names, if any. The demo plays on one day of a school year; what its pages say
of "today" must not depend on the day on which someone tests them or takes pictures of them.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import time_machine

from district_cms.web.refused.old_database import CommandLine


def main(arguments: list[str]) -> None:
    """`arguments` are the moment (ISO 8601 with its offset) and the command with its own."""
    moment = dt.datetime.fromisoformat(arguments[0])
    if moment.tzinfo is None:
        raise SystemExit("The moment needs its offset, like 2026-11-24T10:00-07:00.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district_cms.settings.dev")
    with time_machine.travel(moment, tick=True) as clock:
        if file := os.environ.get("MOMENT_FILE"):
            _move_when_told(clock, Path(file))
        CommandLine(["manage.py", *arguments[1:]]).execute()


def _move_when_told(clock: Any, file: Path) -> None:
    def move(number: int, frame: FrameType | None) -> None:
        del number, frame
        clock.move_to(dt.datetime.fromisoformat(file.read_text()))

    signal.signal(signal.SIGUSR1, move)


if __name__ == "__main__":
    main(sys.argv[1:])
