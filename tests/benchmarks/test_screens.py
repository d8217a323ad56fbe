"""What every page and screen costs in the district at size. `make bench ARGS=screens`.

Prints for each: queries, size of the answer and of what is sent of it, this program's own
computing and the time on the clock, database included, with cold caches; the median of a few
visits. A star marks what `tests/budgets.py` lists as excess. Times have no limit here: they depend
on the machine.
"""

import statistics
import sys

import pytest

from tests.budgets import EXCESS, KILOBYTES_SENT, LARGE, SLOW, visit
from tests.screens import SCREENS
from tests.world import World

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

VISITS = 3
QUERIES = 40


def test_every_screen(at_size: World) -> None:
    sys.stdout.write(f"\n{'queries':>8}{'KB':>6}{'sent':>6}{'CPU ms':>8}{'ms':>8}  screen\n")
    most = {"queries": (0, ""), "sent": (0, "")}
    for name, screen in SCREENS.items():
        made = [visit(screen, at_size) for _visit in range(VISITS)]
        cpu, wall = (
            1000 * statistics.median(getattr(one, what) for one in made) for what in ("cpu", "wall")
        )
        last, star = made[-1], "*" if name in EXCESS.keys() | LARGE.keys() | SLOW else " "
        numbers = f"{len(last.queries):>8}{last.kilobytes:>6}{last.sent:>6}{cpu:>8.0f}{wall:>8.0f}"
        sys.stdout.write(f"{numbers} {star}{name}\n")
        sys.stdout.flush()
        most["queries"] = max(most["queries"], (len(last.queries), name))
        most["sent"] = max(most["sent"], (last.sent, name))
    for what, limit, unit in (("queries", QUERIES, ""), ("sent", KILOBYTES_SENT, " KB")):
        found, name = most[what]
        goals.at_most(f"{what} of every screen, most of “{name}”", found, limit, unit)
    assert made
