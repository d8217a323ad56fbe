"""`make messages`: compiles the translations, with msgfmt or with Babel, whichever is there.

The compiled files are committed, so that a machine with neither still shows Spanish.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compiler() -> list[str] | None:
    """The command that compiles, up to its options; None when the machine has none.

    Both take `-o` for the compiled file.
    """
    msgfmt = shutil.which("msgfmt")
    if msgfmt:
        return [msgfmt, "--check-format"]
    if importlib.util.find_spec("babel"):
        return [sys.executable, "-m", "babel.messages.frontend", "compile", "--input-file"]
    return None


def compile_all(sources: Sequence[Path], command: Sequence[str]) -> int:
    """Compiles each file beside itself. Returns how many could not be compiled."""
    failed = 0
    for source in sources:
        target = source.with_suffix(".mo")
        done = subprocess.run([*command, str(source), "-o", str(target)], check=False)
        print(f"{source.relative_to(ROOT)}: {'compiled' if done.returncode == 0 else 'FAILED'}")
        failed += done.returncode != 0
    return failed


def main() -> int:
    """Returns the exit code: 0 when every translation was compiled."""
    command = compiler()
    if command is None:
        print(
            "Neither msgfmt (Debian's package gettext) nor Babel is here: nothing was compiled.",
            file=sys.stderr,
        )
        return 1
    sources = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    if not sources:
        print("There are no translations under locale/ yet.")
        return 0
    return 1 if compile_all(sources, command) else 0


if __name__ == "__main__":
    sys.exit(main())
