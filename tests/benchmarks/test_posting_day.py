"""A posting day from a cold start: 60 teachers write, 500 families read, for five minutes.

    make bench ARGS=posting

The web server of production starts on the demo's district with nothing in memory, and a worker with
it. Each teacher signs in within the first half minute, opens the short form, lets it save every
twenty seconds and submits at times; each family opens a page every ten seconds.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import requests

from district_cms.demo.pages import DEMO_PASSWORD
from scripts.processes import ROOT, running
from tests.crash.machines import Person
from tests.crash.posting_day import Editor

from . import goals
from .serving import demo, machine, servers
from .serving.demo import Demo

EDITORS, READERS = 60, 500
SECONDS = 300
SAVES_EVERY, READS_EVERY = 20.0, 10.0  # seconds
STARTS_WITHIN = 30.0
# Seconds of 95 % of the requests.
READ, OPENED, SAVED = 0.5, 1.5, 1.0


class TimedPerson(Person):
    """Keeps how long each request took, by what it was for."""

    times: defaultdict[str, list[float]] = defaultdict(list)

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        begun = time.monotonic()
        answer = super()._ask(method, path, **options)
        if "/compose/" in path:
            saves = "headers" in options and "X-Requested-With" in options["headers"]
            kind = "opened" if method == "GET" else "saved" if saves else "submitted"
            self.times[kind].append(time.monotonic() - begun)
        return answer


def test_sixty_teachers_write_and_five_hundred_families_read(district: Demo) -> None:
    school = demo.said("choosing", f"editors_and_print({EDITORS})", district.ours())
    with ExitStack() as stack:
        port = servers.port()
        command = servers.production(servers.OURS, port)
        log = district.folder / "posting-web.log"
        stack.enter_context(servers.serving(command, port, district.ours(), log, "/health/"))
        worker = [sys.executable, "manage.py", "qcluster"]
        stack.enter_context(running(worker, district.ours(), district.folder / "worker.log"))
        web: Any = SimpleNamespace(port=port)
        editors = [Editor(TimedPerson(web), school, each) for each in school["teachers"]]
        reading = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.serving.paced"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        given = {
            "ports": [port],
            "paths": [each["path"] for each in school["teachers"]] + [*school["schools"], "/"],
            "a_second": READERS / READS_EVERY,
            "seconds": SECONDS,
            "headers": servers.HEADERS,
        }
        assert reading.stdin is not None
        reading.stdin.write(json.dumps(given) + "\n")
        reading.stdin.flush()
        end = time.monotonic() + SECONDS
        threads = [threading.Thread(target=write, args=(each, end)) for each in editors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        read = json.loads(reading.communicate()[0])
    answers = sum((each.answers for each in editors), Counter[str]())
    sys.stdout.write(
        f"\nposting day, cold: {sum(read['answers'].values()):,} pages read {read['answers']}, "
        f"failed {read['failed']}; half within {1000 * read['middle']:.0f} ms, "
        f"the slowest {read['slowest']:.1f} s\n"
        f"  teachers were answered {dict(sorted(answers.items()))}\n"
    )
    for kind, times in sorted(TimedPerson.times.items()):
        times.sort()
        sys.stdout.write(
            f"  {kind} {len(times):,}: half within {1000 * times[len(times) // 2]:.0f} ms, "
            f"95 % within {1000 * slow(times):.0f} ms, the slowest {times[-1]:.1f} s\n"
        )
    sys.stdout.write(f"  load {machine.load()}\n")
    goals.at_most("posting day, 95 % of the pages", read["slow"], READ, " s")
    goals.at_most("posting day, 95 % of the forms", slow(TimedPerson.times["opened"]), OPENED, " s")
    goals.at_most("posting day, 95 % of the saves", slow(TimedPerson.times["saved"]), SAVED, " s")
    assert not read["failed"]
    assert read["answers"].keys() == {"200"}
    assert answers["saved: 200"] > EDITORS


def write(editor: Editor, end: float) -> None:
    chance = random.Random(editor.teacher["class"])
    time.sleep(chance.uniform(0, STARTS_WITHIN))
    editor.person.sign_in(editor.teacher["email"], DEMO_PASSWORD)
    while time.monotonic() < end:
        submitted = len(editor.published)
        editor.turn()
        if len(editor.published) > submitted:
            editor.page = ""  # the principal has it: the next one is begun
        time.sleep(SAVES_EVERY * chance.uniform(0.8, 1.2))


def slow(times: list[float]) -> float:
    return times[len(times) * 19 // 20]
