"""A snow day from a cold start: one closing by email and text, while families open the website.

    make bench ARGS=snow

The web server of production starts on the demo's district with nothing in memory, and a worker with
it. A principal closes a school that 10,000 people follow by email and 6,000 by text; from the same
second on 3,000 home pages a minute are opened. The mail's provider is an API that throws it away,
texts leave at the pace that is set, as a carrier's registration allows it.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack

import psycopg

from scripts.processes import ROOT, running
from tests.fakes.sink import PORT

from . import goals
from .serving import demo, machine, servers
from .serving.demo import Demo
from .test_digests import running as receiving

MAILS, TEXTS = 10_000, 6_000
TEXTS_A_SECOND = 10
PAGES_A_MINUTE = 3_000
SECONDS = 180
SLOWEST = 1.0  # seconds, of 95 % of the pages


def test_one_closing_and_everyone_who_looks(district: Demo) -> None:
    pages = demo.said("closing", f"follow_and_print({MAILS}, {TEXTS})", district.ours())
    demo.analyze(district.url)
    with ExitStack() as stack:
        environment = {
            **district.ours(),
            "MAIL_PROVIDER": "tests.fakes.sink.SinkProvider",
            PORT: stack.enter_context(receiving("tests.fakes.sink")),
            "TEXT_PROVIDER": "sandbox",
            "TEXT_PER_MINUTE": str(60 * TEXTS_A_SECOND),
        }
        port = servers.port()
        command = servers.production(servers.OURS, port)
        log = district.folder / "snow-web.log"
        stack.enter_context(servers.serving(command, port, environment, log, "/health/"))
        worker = [sys.executable, "manage.py", "qcluster"]
        stack.enter_context(running(worker, environment, district.folder / "snow-worker.log"))
        time.sleep(10)  # until the worker fetches tasks
        given = {
            "ports": [port],
            "paths": pages,
            "a_second": PAGES_A_MINUTE / 60,
            "seconds": SECONDS,
            "headers": servers.HEADERS,
        }
        looking = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.serving.paced"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun = time.monotonic()
        assert looking.stdin is not None
        looking.stdin.write(json.dumps(given) + "\n")
        looking.stdin.flush()
        assert demo.said("closing", "close_and_print()", environment) == "sending"
        posted = time.monotonic() - begun
        mailed, left = _until_mailed(district.url, begun)
        found = json.loads(looking.communicate()[0])
        after = _states(district.url)
    sys.stdout.write(
        f"\nsnow day, cold: {sum(found['answers'].values()):,} pages {found['answers']}, "
        f"failed {found['failed']}; half within {found['middle'] * 1000:.0f} ms, "
        f"the slowest {found['slowest']:.1f} s\n"
        f"  posted {posted:.0f} s after the first page, with the start of a program; "
        f"{MAILS:,} emails taken {mailed:.0f} s after it\n"
        f"  texts: {left:,} were left then; at {TEXTS_A_SECOND} a second all {TEXTS:,} of one "
        f"segment take {TEXTS / TEXTS_A_SECOND / 60:.0f} minutes; "
        f"after {SECONDS} s {dict(after['text'])}\n"
        f"  load {machine.load()}\n"
    )
    goals.at_most("snow day, 95 % of the pages", found["slow"], SLOWEST, " s")
    assert not found["failed"]
    assert found["answers"].keys() == {"200"}
    # The demo's own families follow the school, too.
    assert after["email"].total() >= MAILS
    assert after["text"].total() >= TEXTS


def _until_mailed(url: str, begun: float) -> tuple[float, int]:
    """Seconds until the last email was taken, and the texts that had not been by then."""
    while time.monotonic() < begun + SECONDS:
        states = _states(url)
        if states["email"].keys() == {"accepted"} and states["email"]["accepted"] >= MAILS:
            return time.monotonic() - begun, states["text"]["ready"]
        time.sleep(1)
    raise AssertionError(f"Not all emails were taken: {states}")


def _states(url: str) -> dict[str, Counter[str]]:
    """How many urgent messages of a channel are in which state."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT channel, state, count(*) FROM notifications_message"
            " WHERE message_class = 'urgent' GROUP BY channel, state"
        ).fetchall()
    found: dict[str, Counter[str]] = {"email": Counter(), "text": Counter()}
    for channel, state, number in rows:
        found[channel][state] = number
    return found
