"""`make screenshots`: pictures of the demo's public pages, of the editor's main screens and of the
messages that families get.

Narrow and wide, public pages and each role's main screens in light and dark, public pages in
Spanish, and the class page as it prints. They go to `var/screenshots/`. With `--docs` only the few
that the documentation shows are taken, small enough to be committed, into `docs/how-to/images/`.
Names on the command line limit the run.
The district is made for the run, on its own day, and gone afterwards.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from scripts import browser
from scripts.demo import ROOT
from scripts.district import District, DistrictFailed, temporary_district
from scripts.message_pictures import MESSAGES
from scripts.sample_pages import PUBLIC_PAGES, in_spanish
from scripts.screens import SCREENS, Screen
from scripts.serving import WebsiteFailed

PICTURES = ROOT / "var" / "screenshots"
DOCS_PICTURES = ROOT / "docs" / "how-to" / "images"
SIZES = {"narrow": (320, 640), "wide": (1280, 860)}
MAIL = {"mail": (640, 900)}  # a window of a mail program, for the documentation alone
SCHEMES = ("light", "dark")
ALL_SCREENS = (*SCREENS, *MESSAGES)
TRIES = 2  # a busy machine is late for once
LONGEST = 6000  # pixels; the editor's forms are as tall as what is in them
LARGEST_IN_DOCS = 150_000  # bytes
PASSWORD = "larkspur-valley"  # noqa: S105  # the demo's own, known to everybody


class NoPictures(Exception):
    """Why no pictures can be taken, in a sentence."""


PRINTED = ("class",)


class Camera:
    """Opens windows on the district and takes pictures of what is in them."""

    def __init__(self, chromium: Browser, district: District, wanted: Sequence[str]) -> None:
        self.chromium = chromium
        self.district = district
        self.wanted = set(wanted)
        self.signed_in: dict[str, Any] = {}
        self.missed: list[str] = []  # what could not be taken: the others are worth having

    def wants(self, name: str) -> bool:
        return not self.wanted or name in self.wanted

    def window(self, size: str, *, scheme: str = "light", person: str | None = None) -> Page:
        width, height = (SIZES | MAIL)[size]
        context = self.chromium.new_context(
            base_url=self.district.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            storage_state=self.signed_in.get(person) if person else None,
        )
        page = context.new_page()
        if person and person not in self.signed_in:
            page.goto("/admin/login/")
            page.get_by_label("Email").fill(f"{person}@larkspur.example")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_load_state()
            self.signed_in[person] = context.storage_state()
        return page

    def public(self, sizes: Sequence[str] = tuple(SIZES)) -> Iterator[tuple[str, bytes]]:
        """Each public page, in each size, color scheme and language: (name, PNG)."""
        for size in sizes:
            for scheme in SCHEMES:
                page = self.window(size, scheme=scheme)
                for name, path in PUBLIC_PAGES.items():
                    if self.wants(name):
                        page.goto(path, wait_until="networkidle")
                        dark = "-dark" if scheme == "dark" else ""
                        yield f"{name}-{size}{dark}", _whole(page)
                        if not dark:
                            page.goto(in_spanish(path), wait_until="networkidle")
                            yield f"{name}-{size}-es", _whole(page)
                page.context.close()

    def printed(self) -> Iterator[tuple[str, bytes]]:
        """As on paper of the width of a letter sheet at 96 dots an inch, margins taken off."""
        page = self.window("wide")
        page.set_viewport_size({"width": 720, "height": 960})
        page.emulate_media(media="print")
        for name in PRINTED:
            if self.wants(name):
                page.goto(PUBLIC_PAGES[name], wait_until="networkidle")
                yield f"{name}-print", _whole(page)
        page.context.close()

    def screens(self, *, for_docs: bool = False) -> Iterator[tuple[str, bytes]]:
        """Each screen of the editor in each size, forms as a whole, the main ones in dark as well;
        for the documentation in one size and in light, as much as the window shows."""
        for screen in ALL_SCREENS:
            if not self.wants(screen.name):
                continue
            schemes = SCHEMES if screen.is_main and not for_docs else ("light",)
            for size, scheme in product([screen.size] if for_docs else SIZES, schemes):
                name = f"{screen.name}-{size}{'-dark' if scheme == 'dark' else ''}"
                for _try in range(TRIES):
                    try:
                        png = self._screen(screen, size, scheme, whole=not for_docs)
                    except (Error, AssertionError) as error:
                        print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr, flush=True)
                    else:
                        yield name, png
                        break
                else:
                    self.missed.append(name)

    def _screen(self, screen: Screen, size: str, scheme: str, *, whole: bool) -> bytes:
        page = self.window(size, scheme=scheme, person=screen.person)
        try:
            if screen.person:
                page.goto("/admin/")
            screen.way(page, self.district)
            page.wait_for_load_state("networkidle")
            if whole:
                _make_room(page)
            return page.screenshot()
        finally:
            page.context.close()


def _whole(page: Page) -> bytes:
    """The page to its foot, with the pictures that load only when someone scrolls there."""
    page.evaluate(
        "() => Promise.all([...document.querySelectorAll('img[loading=lazy]')].map((each) => {"
        "each.loading = 'eager'; return each.decode().catch(() => {}) }))"
    )
    return page.screenshot(full_page=True)


def _make_room(page: Page) -> None:
    """The editor scrolls inside its window, so a whole form needs a window of its height."""
    needed = page.evaluate(
        "() => Math.max(...[document.documentElement, ...document.querySelectorAll('main')]"
        ".map((each) => each.scrollHeight))"
    )
    size = page.viewport_size
    assert size is not None
    height = min(max(int(needed), size["height"]), LONGEST)
    page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_timeout(300)  # the menu slides when the window changes


def small(png: bytes) -> bytes:
    """The picture as WebP that a repository may hold. Raises NoPictures where it stays too big."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (85, 75, 60):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() < LARGEST_IN_DOCS:
            return out.getvalue()
    raise NoPictures("A picture is too large for the documentation: show less on it.")


def take_all(camera: Camera, folder: Path) -> None:
    """Everything, as PNG."""
    for source in (camera.public(), camera.printed(), camera.screens()):
        for name, png in source:
            _write(folder / f"{name}.png", png)


def take_for_docs(camera: Camera, folder: Path) -> None:
    """The screens that the documentation shows, each in its size and light, as WebP."""
    shown = {screen.name for screen in SCREENS if screen.in_docs}
    camera.wanted = camera.wanted & shown if camera.wanted else shown
    for name, png in camera.screens(for_docs=True):
        _write(folder / f"{name.rsplit('-', 1)[0]}.webp", small(png))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 when every picture was taken, 1 with a sentence if not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help="only these pages or screens")
    parser.add_argument("--docs", action="store_true", help="the few that the documentation shows")
    parser.add_argument("--out", type=Path, help="another folder to put them in")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - {
        *PUBLIC_PAGES,
        *(screen.name for screen in (*SCREENS, *MESSAGES)),
    }
    if unknown:
        print(f"No page or screen is called {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 1
    program = browser.find_or_bring(browser.Machine.here())
    if program is None:
        print("No Chromium is to be had on this machine.", file=sys.stderr)
        return 1
    try:
        with (
            tempfile.TemporaryDirectory(prefix="dcms-screenshots-") as folder,
            temporary_district(Path(folder)) as district,
            sync_playwright() as playwright,
        ):
            chromium = playwright.chromium.launch(
                executable_path=program, args=[*browser.launch_arguments(), "--disable-gpu"]
            )
            camera = Camera(chromium, district, options.names)
            if options.docs:
                take_for_docs(camera, options.out or DOCS_PICTURES)
            else:
                take_all(camera, options.out or PICTURES)
            chromium.close()
            if camera.missed:
                raise NoPictures(f"Not taken: {', '.join(camera.missed)}.")
    except (NoPictures, DistrictFailed, WebsiteFailed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
