"""The subprocess that examines an untrusted file: sets its limits, reads the file, prints JSON.

    python -m district_cms.checks.documents <extension> <seconds>  < file

Exits with 3 when it runs out of memory, and by a signal when it runs out of time.
"""

import contextlib
import json
import resource
import sys

from .examine import examine

MEMORY = 768 * 1024 * 1024
OUT_OF_MEMORY = 3


def set_limits(seconds: int) -> None:
    """Limits the memory and CPU time of this process and the size of files; disables core dumps."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every limit; the caller's timeout works everywhere.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def main(extension: str, seconds: str) -> int:
    set_limits(int(seconds))
    try:
        examination = examine(sys.stdin.buffer.read(), extension)
    except MemoryError:
        return OUT_OF_MEMORY
    json.dump(examination.as_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
