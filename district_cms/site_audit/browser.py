"""A browser that runs axe-core over pages, in its own process.

    python -m district_cms.site_audit.browser

Reads one line of JSON with the start options, answers `{"ready": true}`, and then answers each line
`{"address": "https://…"}` with the result of `look`. Ends with its input. A separate process can be
killed when a page hangs, and keeps Playwright's event loop away from the database; this module
imports nothing of Django. Only `engine` starts it, and only if the packages are installed
(`pip install` the group "audit").
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
TIMEOUT = 20_000  # milliseconds for one page to arrive
# Connects only to the website: no updates, no telemetry, no lookups of other names.
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

# An element is content if it is in <main> and not in our template's page header. Without `preload:
# false`, axe-core would request the style sheets again.
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
MOST_PLACES = 20  # of one rule on one page: 20 places show a fault as well as 500
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(page: Page, address: str) -> dict[str, Any]:
    """Opens one page; returns the violations that axe-core found, and by how many pixels it is too
    wide for a small screen. Raises Playwright's `Error` if the page does not load."""
    page.set_viewport_size(WIDE)
    answer = page.goto(address, wait_until="load", timeout=TIMEOUT)
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
    """Returns a context of an anonymous visitor without stored data."""
    context = browser.new_context(
        viewport=WIDE,
        # The page's policy allows only its own scripts, and axe-core is none.
        bypass_csp=True,
        reduced_motion="reduce",
        service_workers="block",
        accept_downloads=False,
        extra_http_headers=headers,
    )
    context.set_default_timeout(TIMEOUT)
    context.add_init_script(AXE_SCRIPT)
    return context


def names(host: str, door: str) -> str:
    """Returns Chromium's host rules: only `host` resolves, to `door` if one is set, whatever a page
    requests. A route of Playwright's would disable the cache and double the time per page."""
    if door:
        return f"MAP {host} {door}, MAP * ~NOTFOUND"
    return f"MAP * ~NOTFOUND, EXCLUDE {host.rpartition(':')[0] or host}"


def launch(playwright: Playwright, program: str, rules: str) -> Browser:
    """Starts Chromium; without its sandbox if it cannot have one, as root or in a container. It
    opens only our own pages, and no other host resolves. Raises Playwright's `Error`."""
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
    """Answers every line of `requests` until its end."""

    def answer(result: dict[str, Any]) -> None:
        answers.write(json.dumps(result) + "\n")
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
                # A crashed page cannot load anything any more.
                page.close()
                page = context.new_page()
        browser.close()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
