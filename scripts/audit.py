"""`make audit`: the accessibility audit of the demo district.

Loads the demo if it is missing, serves it on a free local port during the audit, and runs
`manage.py audit_accessibility`: the gate's rules, the links, and axe-core in a browser, on every
published page. Options are passed to that command: `--sample 40` checks forty pages, evenly over
the tree. Exit code 1 if anything was found or left out."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scripts import browser, processes
from scripts.demo import load, manage
from scripts.processes import HOST, WebsiteFailed, stop_on_signals


@contextlib.contextmanager
def website(environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Serves the website on a free port; yields its address. Raises `WebsiteFailed`."""
    port = processes.free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload"]
    with processes.website(command, port, environment, folder / "website.log"):
        yield f"http://{HOST}:{port}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if nothing was found and nothing left out."""
    options = list(sys.argv[1:] if arguments is None else arguments)
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "district_cms.settings.dev")
    environment["PYTHONUNBUFFERED"] = "1"
    environment["CHROMIUM"] = browser.find_or_bring(browser.Machine.here()) or "none"
    if not load(environment):
        print("The step `manage.py make_demo` failed; nothing was audited.", flush=True)
        return 1
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        try:
            with website(environment, Path(folder)) as address:
                audited = {**environment, "AUDIT_BASE_URL": address}
                return manage(["audit_accessibility", "--fail", *options], audited)
        except WebsiteFailed as failure:
            print(failure, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("The audit was stopped.", file=sys.stderr)
            return 130


if __name__ == "__main__":
    stop_on_signals()
    sys.exit(main())
