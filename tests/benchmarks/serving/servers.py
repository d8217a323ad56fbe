"""The web servers, each with the options of production, and how they are started and asked."""

import contextlib
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.processes import ROOT, WebsiteFailed, end_of, free_port, running
from tests.production_server import command

from . import machine

WORKERS = 2
THREADS = 4
PATIENCE = 180.0  # seconds until a server answers, on a machine that is busy with something else
OURS = "district_cms.wsgi:application"
OTHERS = "tests.benchmarks.serving.sites.wsgi:application"
# As the proxy asks that ends TLS, for a browser.
HEADERS = {
    "Host": "localhost",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
    "Accept": "text/html",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-US,en;q=0.9",
    "User-Agent": "Mozilla/5.0 (a benchmark)",
}


def production(application: str, port: int) -> list[str]:
    """The web server of production with as many processes as this machine has cores."""
    return command(application, port, workers=WORKERS)


def gunicorn_sync(application: str, port: int, workers: int = WORKERS) -> list[str]:
    one_at_a_time = ("--worker-class", "sync", "--threads", "1")
    return [*command(application, port, workers=workers), *one_at_a_time]


def gunicorn_threads(application: str, port: int) -> list[str]:
    threads = ("--worker-class", "gthread", "--threads", str(THREADS))
    return [*command(application, port, workers=WORKERS), *threads]


def granian(application: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)),
        *("--blocking-threads", str(THREADS), "--respawn-failed-workers", "--access-log"),
        application,
    ]


def has_granian() -> bool:
    """It is no dependency: it is measured where somebody has installed it beside the rest."""
    return importlib.util.find_spec("granian") is not None


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs. `pid` leads the session of all its processes."""

    pid: int
    port: int

    def cpu(self) -> float:
        return machine.cpu_of_session(self.pid)

    def workers(self) -> list[int]:
        """Those of its processes that answer."""
        # Python's own helper of spawned processes computes nothing and answers nobody.
        children = [each.pid for each in machine.session_of(self.pid) if each.parent == self.pid]
        return [pid for pid in children if "resource_tracker" not in _command_of(pid)]

    def megabytes(self) -> float:
        return sum(machine.megabytes(each.pid) for each in machine.session_of(self.pid))

    def ask(self, paths: Sequence[str], requests: int, connections: int) -> dict[str, Any]:
        """What `load` prints. Raises `WebsiteFailed` when an answer was not 200."""
        given = {
            "port": self.port,
            "paths": list(paths),
            "requests": requests,
            "connections": connections,
            "headers": HEADERS,
        }
        said = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.serving.load"],
            cwd=ROOT,
            input=json.dumps(given) + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode != 0:
            raise WebsiteFailed(f"It was not answered:\n{said.stderr}")
        found: dict[str, Any] = json.loads(said.stdout)
        if found["answers"].keys() != {"200"}:
            raise WebsiteFailed(f"Not all answers were 200: {found['answers']}")
        return found


def _command_of(pid: int) -> str:
    return (machine.PROC / str(pid) / "cmdline").read_text().replace("\0", " ")


@contextlib.contextmanager
def serving(
    command: Sequence[str], port: int, environment: Mapping[str, str], log: Path, path: str
) -> Iterator[Server]:
    """The server, once `path` is answered with 200. Raises `WebsiteFailed`."""
    with running(command, environment, log) as process:
        server = Server(process.pid, port)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                server.ask([path], 1, 1)
                break
            except WebsiteFailed as fault:
                if process.poll() is not None or time.monotonic() > end:
                    raise WebsiteFailed(f"{fault}\n{end_of(log)}") from fault
                time.sleep(0.5)
        yield server


def port() -> int:
    return free_port()
