"""Whether screens cost more where more people work. `make bench ARGS=teachers`.

Beside the district at size stands one of 100 teachers, in schools of the same size. Prints for each
screen what it costs in the one and in the other; a line says whether it is independent: no more
queries, and no more bytes than a few numbers are longer. That is asserted; times are not.
"""

import statistics
import sys

import pytest
from time_machine import TimeMachineFixture

from tests.at_size import NOON
from tests.budgets import Visit, visit
from tests.screens import SCREENS
from tests.world import World

pytestmark = pytest.mark.scale


VISITS = 3
KILOBYTES_MORE = 5  # longer numbers and names; a list of everyone is hundreds
OF_TEACHERS = (
    "admin home of the teacher",
    "admin home of the principal",
    "teacher's class in the explorer",
    "edit an update",
    "edit a class",
    "new update",
    "write an update",
    "principal's school in the explorer",
    "a school's posting days",
    "class assignments",
    "new class assignment",
    "staff",
    "new staff member",
    "edit a staff member",
    "accounts",
    "report: site history",
)
_few: dict[str, list[Visit]] = {}


@pytest.mark.parametrize("name", OF_TEACHERS)
def test_a_screen(
    either_size: tuple[str, World],
    name: str,
    time_machine: TimeMachineFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    size, world = either_size
    time_machine.move_to(NOON, tick=False)
    made = [visit(SCREENS[name], world) for _visit in range(VISITS)]
    if size == "few":
        _few[name] = made
        return
    before, after = _few[name][-1], made[-1]
    cpu = [1000 * statistics.median(each.cpu for each in visits) for visits in (_few[name], made)]
    more_queries = len(after.queries) - len(before.queries)
    more_kilobytes = after.kilobytes - before.kilobytes
    independent = more_queries <= 0 and more_kilobytes <= KILOBYTES_MORE
    with capsys.disabled():
        sys.stdout.write(
            f"{name}, 100 and 2,000 teachers: {len(before.queries)} and {len(after.queries)} "
            f"queries, {before.kilobytes} and {after.kilobytes} KB, {cpu[0]:.0f} and {cpu[1]:.0f} "
            f"CPU ms: {'independent' if independent else 'GROWS'}\n"
        )
        sys.stdout.flush()
    assert independent
