"""Asks web servers at a steady pace, as people do who do not wait for each other.

    python -m tests.benchmarks.serving.paced    # reads a line of JSON, prints one

Given `ports` and `paths` (asked in turn), `a_second`, `seconds` and `headers`. Printed: `answers`
by status, `failed` connections, `cpu` of this program, and `middle`, `slow` (95 %) and `slowest` in
seconds, each from the moment at which the request was due: a server that falls behind is not
excused.
"""

import json
import sys
import threading
import time
from collections import Counter
from itertools import count
from typing import Any

from .load import Line, request_of

PEOPLE = 64  # connections at once
PATIENCE = 60.0  # seconds for one answer


def ask_paced(
    ports: list[int], paths: list[str], a_second: float, seconds: float, headers: dict[str, str]
) -> dict[str, Any]:
    ready = [request_of(path, headers) for path in paths]
    numbers = count()
    answers: Counter[int] = Counter()
    times: list[float] = []
    failed: Counter[str] = Counter()
    begun = time.monotonic()

    def one_person() -> None:
        lines = {port: Line(port, PATIENCE) for port in ports}
        while (due := (number := next(numbers)) / a_second) < seconds:
            time.sleep(max(0.0, begun + due - time.monotonic()))
            try:
                status, _size = lines[ports[number % len(ports)]].ask(ready[number % len(ready)])
            except OSError as error:
                failed[type(error).__name__] += 1
            else:
                answers[status] += 1
                times.append(time.monotonic() - begun - due)

    people = [threading.Thread(target=one_person) for _person in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    times.sort()
    return {
        "answers": dict(answers),
        "failed": dict(failed),
        "cpu": time.process_time(),
        "middle": times[len(times) // 2],
        "slow": times[len(times) * 19 // 20],
        "slowest": times[-1],
    }


if __name__ == "__main__":
    print(json.dumps(ask_paced(**json.loads(sys.stdin.readline()))))
