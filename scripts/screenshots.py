"""`make screenshots`: pictures of the demo's pages, wide and narrow, for the documentation.

One page of each kind, chosen from the demo's data, and two screens of the editor. The pictures go
to `docs/images/` as `<page>-<wide or narrow>.png`; names given on the command line limit the run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import sync_playwright

from scripts import browser, demo

PICTURES = demo.ROOT / "docs" / "images"
SIZES = {"wide": (1280, 860), "narrow": (390, 844)}
KINDS = {
    "home": "schools.HomePage",
    "school": "schools.SchoolPage",
    "curriculum": "schools.CurriculumPage",
    "teacher": "classroom.TeacherPage",
    "class": "classroom.ClassroomPage",
    "update": "classroom.UpdatePage",
}
START_PATIENCE = 60  # seconds


class NoPictures(Exception):
    """Why no pictures can be taken, in a sentence."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take: its name, the page's path, and whether one must be signed in."""

    name: str
    path: str
    signed_in: bool = False


def shots() -> list[Shot]:
    """The latest live page of each kind, and the editor's first screen and form."""
    found: list[Shot] = []
    update_id = None
    for name, label in KINDS.items():
        page = apps.get_model(label).objects.live().order_by("-first_published_at", "pk").first()
        if page is None:
            raise NoPictures(f"The demo has no live page of the kind {label}.")
        found.append(Shot(name, page.get_url_parts()[2]))
        if name == "update":
            update_id = page.pk
    found.append(Shot("editor", "/admin/", signed_in=True))
    found.append(Shot("editor-update", f"/admin/pages/{update_id}/edit/", signed_in=True))
    return found


def session_cookie() -> str:
    """The cookie of a session in which the demo's administrator is signed in."""
    user = get_user_model().objects.filter(is_superuser=True, is_active=True).first()
    if user is None:
        raise NoPictures("The demo has no administrator to open the editor with.")
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def website(port: int) -> Iterator[str]:
    """Serves the demo's data while pictures are taken; yields the address."""
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"{demo.HOST}:{port}"]
    server = subprocess.Popen(
        command, cwd=demo.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        end = time.monotonic() + START_PATIENCE
        while not demo.answers(f"http://{demo.HOST}:{port}/"):
            if server.poll() is not None or time.monotonic() > end:
                raise NoPictures("The website did not start: see what `make run` says.")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def take(program: str, address: str, wanted: Sequence[Shot], cookie: str) -> None:
    """Takes each picture in each size, the whole page on it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=browser.launch_arguments()
        )
        for size, (width, height) in SIZES.items():
            for signed_in in (False, True):
                context = chromium.new_context(
                    viewport={"width": width, "height": height}, reduced_motion="reduce"
                )
                if signed_in:
                    context.add_cookies(
                        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}]
                    )
                page = context.new_page()
                for shot in (each for each in wanted if each.signed_in == signed_in):
                    page.goto(address + shot.path, wait_until="networkidle")
                    page.screenshot(path=PICTURES / f"{shot.name}-{size}.png", full_page=True)
                    print(f"docs/images/{shot.name}-{size}.png")
                context.close()
        chromium.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 when every picture was taken, 1 with a sentence if not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help="only these pictures")
    names = parser.parse_args(arguments).names
    program = browser.find_or_bring(browser.Machine.here())
    if program is None:
        print("No Chromium is to be had on this machine.", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district_cms.settings.dev")
    for step in (["migrate", "--verbosity", "0"], ["load_demo"]):
        if demo.manage(step, os.environ) != 0:
            return 1
    django.setup()
    try:
        wanted = [shot for shot in shots() if not names or shot.name in names]
        cookie = session_cookie()
        with website(demo.choose_port(None)) as address:
            take(program, address, wanted, cookie)
    except (NoPictures, demo.NoPort) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
