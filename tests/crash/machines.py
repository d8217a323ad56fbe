"""The site as `compose.cluster.yaml` has it: web processes and workers that share a database, a
bucket and a Redis, and no disk; and people whose requests a proxy passes on."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import psycopg
import requests
from lxml import html

from scripts.processes import ROOT, free_port
from tests.fakes.bucket import bucket_server
from tests.production_server import command

from .cluster import Cluster, Program
from .outside import Outside

NO_REDIS = "Redis is left out: no redis-server on this machine (apt-get install redis-server)"
PATIENCE = 120.0  # seconds, on a busy machine
WEB_PROCESSES = 2


def wait_until(reached: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE:.0f} seconds"
        time.sleep(0.2)


class Web(Program):
    """The web server as the image starts it."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        line = command("district_cms.wsgi:application", self.port, workers=WEB_PROCESSES)
        super().__init__(line, environment, log)

    def answers(self) -> bool:
        try:
            return Person(self).get("/health/").status_code == 200
        except requests.RequestException:
            return False


class Redis(Program):
    """As in the compose file: it saves nothing."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        line = ("redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "")
        super().__init__(line, os.environ, log)


class Database:
    """The PostgreSQL server of `scripts.postgres`, which is ours to kill: -9 to the one process
    from which all its others come, and they go with it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._started: subprocess.Popen[bytes] | None = None
        with psycopg.connect(url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row
        self._data = Path(row[0])
        process = Path(f"/proc/{self._pid()}")
        self._command = process.joinpath("cmdline").read_bytes().decode().split("\0")[:-1]
        self._owner = pwd.getpwuid(process.stat().st_uid)

    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def kill_all(self) -> None:
        pid = self._pid()
        os.kill(pid, 9)
        if self._started:
            self._started.wait()
        else:
            # The server of `scripts.postgres`, which waits for it at its end only.
            os.waitpid(pid, 0)

    def answers(self) -> bool:
        try:
            psycopg.connect(self._url).close()
        except psycopg.OperationalError:
            return False
        return True

    def keep(self) -> None:
        """It starts only when the last process of the one before is gone."""

        def runs() -> bool:
            if self._started is None or self._started.poll() is not None:
                self._started = subprocess.Popen(
                    self._command,
                    cwd=self._data,
                    env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                    user=self._owner.pw_uid if os.geteuid() == 0 else None,
                    group=self._owner.pw_gid if os.geteuid() == 0 else None,
                    extra_groups=[] if os.geteuid() == 0 else None,
                )
                time.sleep(0.5)
            return self.answers()

        wait_until(runs, "the database")

    def close(self) -> None:
        if self._started:
            # Without waiting for those who are connected.
            self._started.send_signal(signal.SIGINT)
            self._started.wait()


class Person:
    """Someone at a browser. Behind the proxy they reach one web server after the other, and the
    other one where the first takes no connection; `at` names one."""

    _numbers = count(1)

    def __init__(self, *webs: Web) -> None:
        self._webs = webs
        number = next(self._numbers)
        self._turn = count(number)
        self.session = requests.Session()
        self.session.headers.update(
            {
                "Host": "localhost",
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": f"198.51.{number // 250}.{number % 250}",
                "Origin": "https://localhost",
                "Accept": "text/html",
            }
        )

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._ask("GET", path, **options)

    def post(self, path: str, data: Any, **options: Any) -> requests.Response:
        return self._ask("POST", path, data=data, **options)

    def _ask(
        self, method: str, path: str, *, at: Web | None = None, **options: Any
    ) -> requests.Response:
        turn = next(self._turn)
        webs = [at] if at else [self._webs[(turn + each) % len(self._webs)] for each in range(2)]
        # The proxy ends TLS: secure cookies go on to the web server.
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.session.cookies)
        headers = {"Cookie": cookies or None, **options.pop("headers", {})}
        options = {"timeout": 30, "allow_redirects": False, "headers": headers, **options}
        for web in webs[:-1]:
            try:
                return self.session.request(method, f"http://127.0.0.1:{web.port}{path}", **options)
            except requests.ConnectionError as error:
                if not _is_refused(error):
                    raise
        return self.session.request(method, f"http://127.0.0.1:{webs[-1].port}{path}", **options)

    def sign_in(self, email: str, password: str, **options: Any) -> None:
        self.get("/admin/login/", **options)
        form = {
            "username": email,
            "password": password,
            "csrfmiddlewaretoken": self.session.cookies["csrftoken"],
        }
        answer = self.post("/admin/login/", form, **options)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/admin/"), said(
            answer
        )


def said(answer: requests.Response) -> str:
    """What stands on the page, for the message of a test that fails."""
    return " ".join(html.fromstring(answer.content).xpath("string(//main)").split())


def _is_refused(error: BaseException) -> bool:
    """Nothing was sent, so that the proxy may pass the request to another."""
    return "Connection refused" in str(error)


@dataclass
class Machines:
    """`folders` are what each machine may write into."""

    webs: list[Web]
    workers: list[Cluster]
    redis: Redis | None
    processes: Outside
    folders: list[Path]
    environment: Mapping[str, str]

    def bucket_names(self) -> list[str]:
        client = boto3.client(
            "s3",
            endpoint_url=self.environment["UPLOADS_ENDPOINT"],
            region_name=self.environment["UPLOADS_REGION"],
            aws_access_key_id=self.environment["UPLOADS_KEY_ID"],
            aws_secret_access_key=self.environment["UPLOADS_SECRET_KEY"],
        )
        listed = client.list_objects_v2(Bucket=self.environment["UPLOADS_BUCKET"])
        return [each["Key"] for each in listed["Contents"]]

    def keep(self) -> None:
        """What each machine's supervisor does."""
        for each in (*self.webs, *self.workers, *([self.redis] if self.redis else [])):
            each.keep()


def environment_of(url: str, **more: str) -> dict[str, str]:
    """Production's, behind a proxy that ends TLS."""
    return {
        **{name: value for name, value in os.environ.items() if name != "UPLOADS_BUCKET"},
        "DJANGO_SETTINGS_MODULE": "district_cms.settings.production",
        "DATABASE_URL": url,
        "SECRET_KEY": "only-for-a-crash-run-" * 3,
        "STUDENT_LIST_KEY": "only-for-a-crash-run",
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "https://localhost",
        "BEHIND_PROXY": "true",
        "CHROMIUM": "none",
        **more,
    }


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def machines(
    url: str, folder: Path, providers: Sequence[Mapping[str, str]], **more: str
) -> Iterator[Machines]:
    """As many machines as `providers`, each with a web server, which answers, and a worker, which
    sends by its provider."""
    with ExitStack() as stack:
        redis = None
        if shutil.which("redis-server"):
            redis = Redis(folder / "redis.log")
            stack.callback(redis.close)
        shared = environment_of(
            url,
            REDIS_URL=f"redis://127.0.0.1:{redis.port}/0" if redis else "",
            **stack.enter_context(bucket_server()),
            **more,
        )
        folders = [folder / f"machine {number}" for number in range(len(providers))]
        own = [
            {**shared, **provider, "VAR_DIR": str(each)}
            for provider, each in zip(providers, folders, strict=True)
        ]
        # The image brings them; nothing else is the same on all machines.
        collected = {**shared, "VAR_DIR": str(folder / "image")}
        manage(collected, "collectstatic", "--noinput", "--verbosity", "0")
        for each in folders:
            each.mkdir()
            (each / "static").symlink_to(folder / "image" / "static")
        webs, workers = [], []
        for number, environment in enumerate(own):
            webs.append(Web(environment, folder / f"web {number}.log"))
            stack.callback(webs[-1].close)
        processes = Outside({**own[0], "VAR_DIR": str(folder / "outside")}, folder)
        stack.callback(processes.close)
        for number, web in enumerate(webs):
            log = folder / f"web {number}.log"
            wait_until(web.answers, f"web server {number} ({log.read_text()[-2000:]})")
        for number, environment in enumerate(own):
            workers.append(Cluster(environment, folder / f"worker {number}.log"))
            stack.callback(workers[-1].close)
        yield Machines(webs, workers, redis, processes, folders, shared)
