"""What the hash chain costs: sealing and verifying 10,000 rows. `make bench ARGS=chain`.

Prints CPU time and rows a second of one run; asserts only that all was sealed and is as it was.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from district_cms.audit_log import triggers
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.verifying import verify_log

pytestmark = pytest.mark.django_db

ROWS = 10_000


def measured(what: str, work: Callable[[], Any]) -> Any:
    """Prints the process's own CPU time and the time on the clock, in seconds."""
    clock, cpu = time.perf_counter(), time.process_time()
    result = work()
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    sys.stdout.write(
        f"\n{what} {ROWS:,} rows: {cpu:.2f} s of CPU here, {clock:.2f} s in all, "
        f"{ROWS / clock:,.0f} rows a second\n"
    )
    return result


def write() -> None:
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                action="classroom.posted",
                actor=f"person.{number}@larkspur.example",
                school="Juniper Creek Elementary",
                title=f"Fractions on a number line {number}",
                revision_id=number,
                content_hash=f"{number:064x}",
                data={"slot": "2026-11-24", "late": False, "sections": [number, number + 1]},
            )
            for number in range(ROWS)
        ]
    )


def test_sealing_and_verifying() -> None:
    triggers.install()
    measured("writing, triggers on,", write)
    assert measured("sealing", seal_log).rows == ROWS
    measured("looking for rows to seal among", seal_log)
    verified = measured("verifying", verify_log)
    assert (verified.broken, verified.sequence) == ("", ROWS)
