"""`make crash`: kills workers with -9 while they send 5,000 digests, and counts what a provider
received. Then does so with every part of two machines on which teachers save and families read.
`ARGS=outbox` or `ARGS=machines` is one of them.

On PostgreSQL: DATABASE_URL's if it is one whose workers may be killed, else a temporary server.
Takes half an hour; the suite has the first with 200 digests and three kills."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from scripts.postgres import NoPostgres
from scripts.test import (
    ONE_PROCESS,
    Interrupted,
    Run,
    postgresql_url,
    run_pytest,
    signals_as_exceptions,
)

MODULES = {"outbox": "crash.py", "machines": "crash_machines.py"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if nothing was sent twice, lost or stuck."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*MODULES, []], help="only these")
    names = parser.parse_args(arguments).names or MODULES
    modules = [f"tests/benchmarks/{MODULES[name]}" for name in names]
    try:
        with signals_as_exceptions(), postgresql_url() as url:
            return run_pytest(Run("Crash", ("-s", *ONE_PROCESS, *modules)), url, os.environ).code
    except NoPostgres as error:
        print(f"No PostgreSQL for the crash run: {error}", file=sys.stderr)
        return 1
    except Interrupted:
        print("\nEnded before it was counted.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
