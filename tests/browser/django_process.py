"""Lines of Python, run with Django for whoever asks, each question in a process of its own.

    python -m tests.browser.django_process 2026-11-24T19:30-07:00

Django takes seconds to start, and a process that has it divides in a tenth of one: this program
starts Django once, and divides for each question. A question is a line of JSON, and so is its
answer. The clock of each question starts at the moment that is named.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, NoReturn

import django
import time_machine

from scripts.processes import ROOT


class QuestionFailed(Exception):
    """The lines did not run to their end; the message is all that they said."""


@dataclass(slots=True)
class Questions:
    """The program for who asks: it starts with the first question and ends with `end`."""

    moment: str
    environment: Mapping[str, str]
    _program: subprocess.Popen[str] | None = field(default=None, init=False)

    def ask(self, code: str) -> str:
        """Returns what the lines print. Raises `QuestionFailed`."""
        program = self._program = self._program or self._started()
        assert program.stdin
        assert program.stdout
        program.stdin.write(f"{json.dumps(code)}\n")
        program.stdin.flush()
        answer = program.stdout.readline()
        if not answer:
            raise QuestionFailed(f"The program ended with {program.wait()}.")
        said, failed = json.loads(answer)
        if failed:
            raise QuestionFailed(failed)
        return str(said)

    def end(self) -> None:
        if self._program:
            self._program.communicate()
            self._program = None

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.browser.django_process", self.moment],
            cwd=ROOT,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def answer(code: str, moment: dt.datetime) -> tuple[str, str]:
    """What the lines printed; and all that they said where they did not run to their end, or ""."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as warned:
        child = os.fork()
        if not child:
            _be_asked(code, moment, said.fileno(), warned.fileno())
        _child, status = os.waitpid(child, 0)
        printed, errors = (_read(each) for each in (said, warned))
        return printed, f"{printed}{errors}It ended with {status}." if status else ""


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _be_asked(code: str, moment: dt.datetime, said: int, warned: int) -> NoReturn:
    """What the divided process does."""
    status = 1
    try:
        os.dup2(said, 1)
        os.dup2(warned, 2)
        with time_machine.travel(moment, tick=True):
            exec(code, {"__name__": "__main__"})  # the lines are ours
        status = 0
    except BaseException:  # noqa: BLE001  # whatever it was is the answer
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main(arguments: list[str]) -> None:
    moment = dt.datetime.fromisoformat(arguments[0])
    django.setup()
    for question in sys.stdin:
        print(json.dumps(answer(json.loads(question), moment)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
