"""A browser that runs axe-core over pages, in a process of its own.

    python -m district_cms.site_audit.browser

It reads one line of JSON that says how to start, answers `{"ready": true}`, and then answers each
line `{"address": "https://…"}` with what it saw there (`look`). It ends with its input. A process
of its own can be ended when a page hangs, and keeps Playwright's event loop away from the
database; nothing of Django is read here. Only `engine` starts it, and only where the packages are
installed (`pip install` the group "audit").
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
PATIENCE = 20_000  # milliseconds for one page to arrive
# It talks to the website and to nobody else: no updates, no telemetry, no names to look up.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
)

# An element of the content lies in <main> and not in the header that our template puts there.
# Without `preload` axe-core would ask for the style sheets once more.
LOOK = """async ([tags, most]) => {
    const result = await axe.run(document, {
        runOnly: {type: "tag", values: tags},
        resultTypes: ["violations"],
        elementRef: true,
        preload: false,
    });
    return result.violations.flatMap((violation) => violation.nodes.slice(0, most).map((node) => ({
        rule: violation.id,
        help: violation.help,
        tags: violation.tags,
        impact: node.impact || violation.impact || "",
        selector: node.target.flat().join(" ").slice(0, 500),
        excerpt: node.html.slice(0, 300),
        in_content: Boolean(node.element?.closest("main"))
            && !node.element.closest(".page-header"),
    })));
}"""
MOST_PLACES = 20  # of one rule on one page: a fault of a list of 500 is told as well by 20
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(page: Page, address: str) -> dict[str, Any]:
    """Open one page and say what axe-core objects to, and by how many pixels it is too wide for a
    small screen. Raises Playwright's `Error` when the page does not come."""
    page.set_viewport_size(WIDE)
    answer = page.goto(address, wait_until="load", timeout=PATIENCE)
    status = answer.status if answer else 0
    if answer is None or status != 200:
        return {"status": status}
    violations = page.evaluate(LOOK, [TAGS, MOST_PLACES])
    page.set_viewport_size(NARROW)
    return {
        "status": status,
        "address": page.url,
        "html": answer.text(),
        "violations": violations,
        "sideways": int(page.evaluate(SIDEWAYS)),
    }


def new_context(browser: Browser, headers: dict[str, str]) -> BrowserContext:
    """An anonymous visitor with nothing remembered."""
    context = browser.new_context(
        viewport=WIDE,
        # The page's policy allows no script but its own, and axe-core is one.
        bypass_csp=True,
        reduced_motion="reduce",
        service_workers="block",
        accept_downloads=False,
        extra_http_headers=headers,
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(AXE_SCRIPT)
    return context


def names(host: str, door: str) -> str:
    """Chromium's rules for names: `host` is found, at `door` if one is given, and no other is,
    whatever a page asks for. A route of Playwright's would do the same and switch the cache off:
    twice the time a page.
    """
    if door:
        return f"MAP {host} {door}, MAP * ~NOTFOUND"
    return f"MAP * ~NOTFOUND, EXCLUDE {host.rpartition(':')[0] or host}"


def launch(playwright: Playwright, program: str, rules: str) -> Browser:
    """Start Chromium; without its sandbox where it cannot have one, as root or in a container.
    What it opens is our own pages, and no other host is found. Raises Playwright's `Error`."""
    arguments = [*QUIET, f"--host-resolver-rules={rules}"]
    try:
        return playwright.chromium.launch(
            executable_path=program, args=arguments, chromium_sandbox=not is_root()
        )
    except Error:
        return playwright.chromium.launch(
            executable_path=program, args=arguments, chromium_sandbox=False
        )


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer every line of `requests` until there are no more."""

    def answer(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    start = json.loads(requests.readline())
    rules = names(start["host"], start["door"])
    with sync_playwright() as playwright:
        browser = launch(playwright, start["program"], rules)
        context = new_context(browser, start["headers"])
        page = context.new_page()
        answer({"ready": True})
        for line in requests:
            try:
                answer(look(page, json.loads(line)["address"]))
            except Error as error:
                answer({"status": 0, "error": error.message.splitlines()[0][:200]})
                # A page that crashed opens nothing any more.
                page.close()
                page = context.new_page()
        browser.close()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
