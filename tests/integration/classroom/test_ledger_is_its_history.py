"""After any sequence of steps, the ledger agrees with the history, and with itself for each class
and posting day.

A few random lives of a few updates in two classes, the same ones in every run, and with `--full`
many new ones; each is undone before the next."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any, Final

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Revision, WorkflowState

from classroom.ledger.counting import counted_days
from classroom.ledger.history import reconcile_postings
from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomPage, ClassroomStanding, CountedDay, Posting, PostingSlot
from classroom.tasks import nightly, refresh_ledger
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.selectors import is_up, open_row
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.procedure.cadence import NoSchoolRule, slots
from district_cms.publishing.tasks import publish_scheduled
from district_cms.schools.calendar.csv_file import CalendarRows, NoSchoolRow
from district_cms.schools.calendar.services import CalendarImporter
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_superuser
from tests.integration.classroom.test_history import noted, told
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import moment

pytestmark = pytest.mark.django_db

BEGINNING: Final = moment("2026-11-02 09:00")
MOST_UPDATES: Final = 3


class Lives:
    """A few updates. Skips steps that their state does not allow."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.other = make_classroom(district.teacher_page, title="Reading 3")
        self.webmaster = make_superuser()
        self.walks: list[Walk] = []
        self.numbers = count(1)

    def step(self, what: str, which: int) -> None:
        if what == "begin" or not self.walks:
            if len(self.walks) < MOST_UPDATES:
                title = f"Update {next(self.numbers)}"
                self.walks.append(Walk.begin(self.district, title=title))
            return
        if what == "import":
            day = dt.date(2026, 11, 24) + dt.timedelta(days=which)
            CalendarImporter(self.district.year, replace=False).apply(
                CalendarRows((NoSchoolRow(day, "No school", 2),))
            )
            refresh_ledger()  # as the queue does
            return
        if what == "night":
            nightly()
            return
        walk = self.walks[which % len(self.walks)]
        review = walk.page.current_workflow_state
        waits = review is not None and review.status == WorkflowState.STATUS_IN_PROGRESS
        is_planned = walk.page.scheduled_revision is not None
        steps: dict[str, tuple[bool, Callable[[], Any]]] = {
            "submit": (not waits and not is_planned, walk.submit),
            "approve": (waits, walk.approve),
            "send_back": (waits, walk.send_back),
            "take_back": (waits, walk.take_back),
            "edit": (not waits, lambda: walk.change(title="Halves and quarters")),
            "publish": (True, walk.publish),
            "plan": (True, lambda: self._plan(walk, which)),
            "cancel": (is_planned, walk.cancel),
            "unpublish": (walk.page.live and not is_planned, walk.unpublish),
            "take_down": (is_up(walk.page), lambda: self._take_down(walk)),
            "put_back": (open_row(walk.page) is not None, lambda: self._put_back(walk, which)),
            "restore": (not waits, lambda: self._restore(walk)),
            "move": (not waits and not is_planned, lambda: self._move(walk)),
        }
        allowed, do = steps[what]
        if allowed:
            do()

    def wait_until(self, now: dt.datetime, clock: TimeMachineFixture) -> None:
        """The queue looks every few minutes for schedules that are due."""
        plans = Revision.objects.filter(approved_go_live_at__lt=now)
        hours = plans.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True)
        for hour in list(hours):
            clock.move_to(min(hour + dt.timedelta(minutes=4), now), tick=False)
            publish_scheduled()
        clock.move_to(now, tick=False)

    def _plan(self, walk: Walk, which: int) -> None:
        """The school schedules it, even if a version is in review."""
        walk.plan(timezone.now() + dt.timedelta(hours=10 + 40 * which))

    def _take_down(self, walk: Walk) -> None:
        take_down(pages=[walk.page], user=self.district.teacher, reason=TakeDown.Reason.MISTAKE)

    def _put_back(self, walk: Walk, which: int) -> None:
        """Restores it, by the person who took it down or by the administrators of the site."""
        put_back(page=walk.page, user=self.webmaster if which % 2 else self.district.teacher)

    def _restore(self, walk: Walk) -> None:
        walk.page.revisions.order_by("pk")[0].publish(user=self.district.principal)

    def _move(self, walk: Walk) -> None:
        here = walk.page.get_parent().pk == self.other.pk
        target = self.district.classroom if here else self.other
        MovePageAction(walk.page, target, pos="last-child").execute(skip_permission_checks=True)


STEPS = (
    *("begin", "submit", "submit", "approve", "approve", "send_back", "take_back"),
    *(
        "edit",
        "publish",
        "plan",
        "plan",
        "cancel",
        "unpublish",
        "take_down",
        "take_down",
        "put_back",
    ),
    *("put_back", "restore", "move", "import", "night"),
)
lives = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, MOST_UPDATES), st.integers(1, 90)),
    min_size=5,
    max_size=9,
)


def ledger() -> tuple[list[Any], list[Any]]:
    """Returns the whole ledger, without the times of computation."""
    days = PostingSlot.objects.order_by("classroom", "nominal_date").values_list(
        "classroom", "nominal_date", "day", "due_at", "standing", "met_by", "met_at"
    )
    standings = ClassroomStanding.objects.order_by("classroom").values()
    return list(days), [{**row, "holds_from": None} for row in standings]


# Lives that every run includes: each step occurs in one of them.
HIDDEN_AND_BACK: Final = [
    *(("begin", 0, 1), ("submit", 0, 30), ("approve", 0, 5), ("take_down", 0, 20)),
    *(("edit", 0, 3), ("put_back", 0, 40), ("approve", 0, 2), ("unpublish", 0, 90)),
]


@pytest.mark.slow
def test_the_ledger_agrees_with_its_history_after_any_steps(
    district: District, time_machine: TimeMachineFixture
) -> None:
    many = settings(FEW, max_examples=150, derandomize=False, print_blob=True)
    assert lived(district, time_machine, many), "nothing was ever handed in"


FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def lived(district: District, clock: TimeMachineFixture, how: settings) -> int:
    """Runs these lives and compares the ledger after each; returns the number of postings."""
    facts = 0

    @how
    @example(HIDDEN_AND_BACK)
    @given(lives)
    def check(steps: list[tuple[str, int, int]]) -> None:
        nonlocal facts
        with transaction.atomic():
            facts += _live(district, clock, steps)
            transaction.set_rollback(True)

    check()
    return facts


def _live(district: District, clock: TimeMachineFixture, steps: list[tuple[str, int, int]]) -> int:
    now = BEGINNING
    clock.move_to(now, tick=False)
    lives_of = Lives(district)
    for what, which, hours in steps:
        now += dt.timedelta(hours=hours)
        lives_of.wait_until(now, clock)
        lives_of.step(what, which)
    assert told() == noted()
    _summary_is_counted_from_nothing(now)
    nightly()
    _summary_is_counted_from_nothing(now)
    kept = ledger()
    _each_day_once(district)
    before = noted()
    for model in (PostingSlot, ClassroomStanding, Posting):
        model.objects.all().delete()
    reconcile_postings()
    refresh_current_year()
    assert noted() == before
    assert ledger() == kept
    return len(before)


def _each_day_once(district: District) -> None:
    wanted = [slot.nominal for slot in slots(district.year.calendar(), NoSchoolRule.NEXT)]
    for classroom in ClassroomPage.objects.all():
        rows = PostingSlot.objects.filter(classroom=classroom).order_by("nominal_date")
        assert [row.nominal_date for row in rows] == wanted
        assert {row.standing for row in rows} <= dict(PostingSlot.STANDINGS).keys()


def _summary_is_counted_from_nothing(now: dt.datetime) -> None:
    span = (dt.date(2026, 8, 1), now.date() + dt.timedelta(days=60))
    kept = set(counted_days(*span))
    with transaction.atomic():
        CountedDay.objects.all().delete()
        assert kept == set(counted_days(*span))
        transaction.set_rollback(True)
