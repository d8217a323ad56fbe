"""How much memory the building of digests takes, in a process of its own.

`BENCH_MEMORY` is the number of families.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.database import server_url

from . import goals
from .families import families

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = int(os.environ.get("BENCH_MEMORY", "200000"))
MOST = 250  # MB
ROOT = Path(__file__).parents[2]


def test_building_takes_no_more_memory_for_many_families(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    families(FAMILIES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    said = subprocess.run(
        [
            *(sys.executable, "manage.py", "shell", "--no-imports", "--command"),
            "from tests.benchmarks.families import build_and_print; build_and_print()",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": server_url(),
            "DJANGO_SETTINGS_MODULE": "district_cms.settings.browser",
            "VAR_DIR": str(tmp_path),
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(said.stdout.splitlines()[-1])
    with capsys.disabled():
        print(
            f"\nmemory: {found['messages']:,} digests built in {found['seconds']:.0f} s "
            f"({1000 * found['cpu'] / FAMILIES:.2f} of computing per 1,000) by a "
            f"process of at most {found['at_most']} MB ({found['before']} MB before it began)"
        )
        goals.at_most(f"memory of {FAMILIES:,} digests", found["at_most"], MOST, " MB")
    assert found["messages"] == FAMILIES
    assert found["at_most"] <= MOST
