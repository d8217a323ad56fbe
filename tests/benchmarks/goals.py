"""Whether what a benchmark measured keeps a limit that the project has set itself.

A slow machine is no fault of the program, so that a missed goal fails nothing: it is said where it
is measured, and once more in the list with which `make bench` ends.
"""

import os
import sys
from pathlib import Path

from scripts.bench import MISSED


def at_most(what: str, found: float, limit: float, unit: str = "") -> None:
    """Says whether `found` keeps the limit; the unit, such as " ms", follows each number."""
    _say(what, f"at most {limit:,g}{unit}", f"{_short(found)}{unit}", reached=found <= limit)


def at_least(what: str, found: float, limit: float, unit: str = "") -> None:
    _say(what, f"at least {limit:,g}{unit}", f"{_short(found)}{unit}", reached=found >= limit)


def _say(what: str, limit: str, found: str, *, reached: bool) -> None:
    line = f"goal {what}, {limit}: {'reached' if reached else 'missed'} ({found})\n"
    sys.stdout.write(line)
    sys.stdout.flush()
    if not reached and MISSED in os.environ:
        with Path(os.environ[MISSED]).open("a", encoding="utf-8") as missed:
            missed.write(line)


def _short(number: float) -> str:
    """As exact as a reader needs it: 1,234 and 12.3 and 0.86."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f}"
