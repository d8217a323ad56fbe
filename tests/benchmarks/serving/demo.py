"""The demo's district as production serves it, and the same with the plain pages beside."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from scripts import databases
from scripts.processes import ROOT

PRODUCTION = "district_cms.settings.production"
SITES = "tests.benchmarks.serving.sites"
CLASSES = 6
DRAWN = "?drawn=1"
"""A query that no page reads: our site then draws the page, and gives none that it has kept."""


def environment(url: str, folder: Path, settings: str = PRODUCTION) -> dict[str, str]:
    """What a program of the site is started with, behind a proxy that ends TLS."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "SECRET_KEY": "only-for-a-benchmark-" * 3,
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "https://localhost",
        "BEHIND_PROXY": "true",
        "MAIL_PROVIDER": "sandbox",
    }


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Runs a command of Django's to its end; returns what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def said(module: str, call: str, environment: Mapping[str, str]) -> Any:
    """What a function of ours prints as JSON in a program with other settings."""
    code = f"from tests.benchmarks.serving import {module}; {module}.{call}"
    printed = run(["shell", "--no-imports", "--command", code], environment)
    return json.loads(printed.splitlines()[-1])


def analyze(url: str) -> None:
    """As PostgreSQL does by itself within minutes: by its numbers it plans."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@dataclass(frozen=True, slots=True)
class Demo:
    """`folder` has the uploads and the collected files; `pages` are the paths of some classes, each
    with that of its plain copy."""

    url: str
    plain_url: str
    folder: Path
    pages: dict[str, str]

    def ours(self) -> dict[str, str]:
        return environment(self.url, self.folder)

    def plain(self) -> dict[str, str]:
        return environment(self.plain_url, self.folder, f"{SITES}.plain")

    def bare(self) -> dict[str, str]:
        return environment(self.url, self.folder, f"{SITES}.bare")

    @property
    def paths(self) -> list[str]:
        return list(self.pages)

    @property
    def drawn(self) -> list[str]:
        return [path + DRAWN for path in self.pages]

    @property
    def plain_paths(self) -> list[str]:
        return list(self.pages.values())


@contextlib.contextmanager
def demo_district(server: str, folder: Path) -> Iterator[Demo]:
    """Loads the demo, as it is today, into a database of its own on the server that `server` names;
    gone afterwards."""
    names = "served_demo", "served_plain"
    url, plain_url = (databases.beside(server, name) for name in names)
    with databases.alone_on(server) as connection:
        for name in names:
            databases.drop(connection, name)
        databases.create(connection, names[0])
    try:
        ours = environment(url, folder)
        run(["migrate", "--verbosity", "0"], ours)
        run(["load_demo"], {**ours, "DJANGO_SETTINGS_MODULE": "district_cms.settings.demo"})
        run(["collectstatic", "--noinput", "--verbosity", "0"], ours)
        with databases.alone_on(server) as connection:
            databases.create(connection, names[1], template=names[0])
        filling = environment(plain_url, folder, f"{SITES}.filling")
        pages = said("filling", f"fill_and_print({CLASSES})", filling)
        for each in (url, plain_url):
            analyze(each)
        yield Demo(url, plain_url, folder, pages)
    finally:
        with databases.alone_on(server) as connection:
            for name in names:
                databases.drop(connection, name)
