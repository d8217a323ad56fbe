"""The process that reads a stranger's file: bounds first, then the file, then what it found.

    python -m district_cms.checks.documents <extension> <seconds>  < file

Answers JSON. Ends with 3 when memory did not suffice, and by a signal when time did not.
"""

import contextlib
import json
import resource
import sys

from .examine import examine

MEMORY = 768 * 1024 * 1024
OUT_OF_MEMORY = 3


def bound(seconds: int) -> None:
    """From here on: so much memory and time, no new files of any size, no pictures of a crash."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every bound; the caller's clock holds everywhere.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main(extension: str, seconds: str) -> int:
    bound(int(seconds))
    try:
        found = examine(sys.stdin.buffer.read(), extension)
    except MemoryError:
        return OUT_OF_MEMORY
    json.dump(found.as_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
