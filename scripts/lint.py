"""`make lint`: all static checks.

All checks run, two at a time, even if some fail; a table at the end says which failed. A name
limits the run: `make lint ARGS="types imports"`."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from scripts import addresses

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what it checks, and how it runs."""

    name: str
    about: str
    command: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    judge: Callable[[], tuple[bool, str]] | None = None

    def run(self) -> tuple[bool, str]:
        """Returns (passed, output)."""
        if self.judge is not None:
            return self.judge()
        done = subprocess.run(
            list(self.command),
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        return done.returncode == 0, done.stdout


def program(name: str) -> str:
    """Returns the full path of a program in the current environment."""
    return str(Path(sys.executable).with_name(name))


def judge_addresses() -> tuple[bool, str]:
    try:
        matches = addresses.in_files(ROOT, addresses.project_files(ROOT))
    except (OSError, subprocess.CalledProcessError):
        return False, "git lists no files here, so they cannot be searched."
    return not matches, "\n".join(map(str, matches))


def indentation(name: str, tool: str, folder: str, ending: str, spaces: int) -> Check:
    """Returns djhtml's check of one file type, with the indentation of .editorconfig."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob(f"*{ending}"))
    about = f"indentation of {folder}/**/*{ending}"
    if not files:
        return Check(name, about, judge=lambda: (True, ""))
    return Check(name, about, [program(tool), "--check", "--tabwidth", str(spaces), *files])


def checks(folder: Path) -> list[Check]:
    """Returns all checks, the slow ones first. `folder` is a temporary folder for files that the
    settings write."""
    manage = [sys.executable, "manage.py"]
    # Nothing is served with these settings, so there are no collected static files.
    (folder / "static").mkdir(parents=True, exist_ok=True)
    (folder / "static" / "staticfiles.json").write_text(
        '{"version": "1.1", "paths": {"css/site.css": "css/site.css"}}', encoding="utf-8"
    )
    nowhere = {"DATABASE_URL": "sqlite://:memory:", "VAR_DIR": str(folder)}
    testing = {**nowhere, "DJANGO_SETTINGS_MODULE": "district_cms.settings.test"}
    # Temporary: only the settings are checked, and no site is served with them.
    production = {
        **nowhere,
        "DJANGO_SETTINGS_MODULE": "district_cms.settings.production",
        "ALLOW_SQLITE_IN_PRODUCTION": "true",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "www.larkspur.example",
        "STUDENT_EMAIL_DOMAINS": "",
        "BASE_URL": "https://www.larkspur.example",
        "CSRF_TRUSTED_ORIGINS": "https://www.larkspur.example",
    }
    return [
        Check("types", "mypy", [program("mypy")], testing),
        Check(
            "migrations",
            "models and migrations agree",
            [*manage, "makemigrations", "--check", "--dry-run"],
            testing,
        ),
        Check(
            "deployment",
            "production settings",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production,
        ),
        Check("imports", "who imports whom", [program("lint-imports"), "--no-logo"]),
        Check("style", "ruff check", [program("ruff"), "check", "--output-format", "concise", "."]),
        Check(
            "format",
            "ruff format",
            [program("ruff"), "format", "--check", "--output-format", "concise", "."],
        ),
        indentation("templates", "djhtml", "templates", ".html", 2),
        indentation("styles", "djcss", "static/css", ".css", 4),
        indentation("scripts", "djjs", "static/js", ".js", 4),
        Check("addresses", "no registry, no machine in a file", judge=judge_addresses),
    ]


def run_all(chosen: Sequence[Check]) -> int:
    """Runs the checks, prints the output of failed ones, then the table. Returns the exit code."""
    rows: dict[str, str] = {}
    failed = 0
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        started = {pool.submit(_timed, check): check for check in chosen}
        for done in as_completed(started):
            check = started[done]
            passed, output, seconds = done.result()
            if not passed:
                failed += 1
                print(
                    f"\n======== {check.name}: {check.about} ========\n{output.rstrip()}",
                    flush=True,
                )
            verdict = "passed" if passed else "FAILED"
            rows[check.name] = f"  {verdict}  {check.name:<11} {check.about:<36} {seconds:5.1f} s"
    print("\n======== make lint ========")
    for check in chosen:
        print(rows[check.name])
    return 1 if failed else 0


def _timed(check: Check) -> tuple[bool, str, float]:
    start = time.monotonic()
    passed, output = check.run()
    return passed, output, time.monotonic() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if every check passed."""
    with tempfile.TemporaryDirectory(prefix="dcms-lint-") as folder:
        known = {check.name: check for check in checks(Path(folder))}
        parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
        parser.add_argument("names", nargs="*", metavar="name", help=", ".join(known))
        names = parser.parse_args(arguments).names
        unknown = [name for name in names if name not in known]
        if unknown:
            parser.error(f"no such check: {', '.join(unknown)} (there are {', '.join(known)})")
        return run_all([known[name] for name in names or known])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nEnded before every check did.")
        sys.exit(130)
