"""The nightly run refreshes classes with an outdated standing, and no others."""

from typing import Any

import pytest
from django_q.models import OrmQ

from classroom.ledger import refresh
from classroom.ledger.refresh import Refreshed, refresh_current_year
from classroom.tasks import refresh_ledger
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.walk import slot
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_night(district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """At noon of a day on which nothing ends, and no class is due for a recount."""
    monkeypatch.setattr(refresh, "NIGHTS", 10**9)
    clock("2026-11-12 12:00")
    refresh_current_year()


def test_the_next_run_continues_when_a_run_is_out_of_time(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [make_classroom(district.teacher_page, title=title) for title in ("Art", "Music")]
    refresh_current_year()
    OrmQ.objects.all().delete()
    monkeypatch.setattr(refresh, "CLASSES_A_WRITE", 1)
    monkeypatch.setattr(refresh, "LONGEST_RUN", -1)
    clock("2026-11-25 00:07")
    assert refresh_ledger() == "1 class, 3 posting days changed; 2 classes are left"
    task: Any = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == (
        "classroom.tasks.refresh_ledger",
        (district.classroom.pk,),
    )
    done = refresh_current_year(after=district.classroom.pk)
    assert done == Refreshed(2, 3, left=1, last=others[0].pk)
    assert refresh_current_year(after=others[0].pk) == Refreshed(3, 3)
    assert slot(others[1], "2026-11-24").standing == "awaited"
