"""A roster that breaks off or is taken back, and who makes its pages: the queue, and a command."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ

from classroom import tasks as tasks_of_classroom
from classroom.models import (
    ClassroomPage,
    RosterDelivery,
    RosterSection,
)
from classroom.rosters import services
from classroom.rosters.services import apply_delivery, clean_up, undo_delivery
from district_cms.imports.importer import PlanChanged
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.rosters import small_delivery
from tests.integration.conftest import Clock

from .conftest import Bring, classes, make_all_pages

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_killed_in_the_middle_of_apply_nothing_is_applied(
    planned: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = planned(small_delivery())

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "_write_sections", killed)
    with pytest.raises(KeyboardInterrupt):
        apply_delivery(delivery=delivery, actor=None)
    assert not Staff.objects.filter(source_id="rivera").exists()
    assert not SchoolPage.objects.filter(source_id="s").exists()
    assert not RosterSection.objects.exists()
    assert RosterDelivery.objects.get().state == RosterDelivery.State.WAITING


def test_killed_among_the_pages_and_run_again_it_ends_the_same(
    planned: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_delivery(delivery=planned(small_delivery()), actor=None)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("classroom.rosters.pages._assign", killed)
        with pytest.raises(KeyboardInterrupt):
            make_all_pages()
    assert classes() == {}
    make_all_pages()
    make_all_pages()
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}


def test_undo_puts_everything_back_and_keeps_updates(
    district: District, bring: Bring, clock: Clock
) -> None:
    bring(small_delivery())
    clock("2026-11-12 09:00")
    other = small_delivery()
    other.rows["users"] = [row for row in other.rows["users"] if row["sourcedId"] != "haddad"]
    other.rows["enrollments"] = [
        row for row in other.rows["enrollments"] if row["userSourcedId"] != "haddad"
    ]
    other.person("lee", name="Kim Lee")
    other.course("h", "US History")
    other.section("7", "US History", ["lee"], course="h")
    second = bring(other)
    assert set(classes()) == {"Algebra 1", "Art", "US History"}
    algebra = ClassroomPage.objects.get(title="Algebra 1")
    update = make_update(algebra, **update_content(district.curriculum))
    clock("2026-11-15 09:00")
    undo_delivery(delivery=second, actor=None)
    make_all_pages()
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}
    haddad = Staff.objects.get(source_id="haddad")
    assert haddad.active
    assert haddad.user is not None
    assert haddad.user.is_active
    assert haddad.role_names == "Teacher"
    assert not Staff.objects.get(source_id="lee").active
    update.refresh_from_db()
    assert update.live
    with pytest.raises(PlanChanged):
        undo_delivery(delivery=second, actor=None)


def test_after_a_week_nothing_is_undone(bring: Bring, clock: Clock) -> None:
    delivery = bring(small_delivery())
    clock("2026-11-18 09:00")
    with pytest.raises(PlanChanged):
        undo_delivery(delivery=delivery, actor=None)
    clock("2026-11-19 09:00")
    clean_up(now=timezone.now())
    assert not RosterDelivery.objects.exists()


def test_what_was_staged_goes_after_a_day(planned: Bring, clock: Clock) -> None:
    delivery = planned(small_delivery())
    clean_up(now=timezone.now())
    delivery.refresh_from_db()
    assert delivery.staged
    clock("2026-11-11 09:01")
    clean_up(now=timezone.now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.staged) == (RosterDelivery.State.DROPPED, "")
    with pytest.raises(PlanChanged):
        apply_delivery(delivery=delivery, actor=None)


def test_the_command_prints_the_plan_and_waits_where_a_person_has_to_look(
    bring: Bring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_delivery().write(tmp_path / "dry")
    call_command("import_roster", folder, "--dry-run")
    assert not RosterDelivery.objects.exists()
    printed = capsys.readouterr().out
    assert "+ school Lincoln High" in printed
    assert "classes: 4 new, 0 changed, 0 moved, 0 leaving, 0 untouched" in printed
    assert "pages: 2, 2 new; 1 sections without" in printed
    bring(small_delivery())
    shorter = small_delivery()
    shorter.rows["classes"].pop()
    shorter.rows["enrollments"] = shorter.rows["enrollments"][:3]
    call_command("import_roster", shorter.write(tmp_path / "less"), "--apply")
    assert "! Lincoln High: 1 of 4 classes leave." in capsys.readouterr().out
    assert RosterSection.objects.filter(ended_on=None).count() == 4
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_roster", tmp_path / "none.zip")


def test_the_queue_makes_the_pages_school_by_school(
    planned: Bring,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        apply_delivery(delivery=planned(small_delivery()), actor=None)
    monkeypatch.setattr("classroom.rosters.pages.LONGEST", 0.0)
    for _turn in range(4):  # no time for more than what is begun
        tasks = [row.task for row in OrmQ.objects.order_by("pk")]
        OrmQ.objects.all().delete()
        for task in tasks:
            if task["func"] == services.TASK:
                tasks_of_classroom.make_roster_pages(*task["args"])
        monkeypatch.setattr("classroom.rosters.pages.LONGEST", 60)
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}


def test_pages_that_broke_off_are_queued_again_each_hour(
    planned: Bring, django_capture_on_commit_callbacks: Any
) -> None:
    apply_delivery(delivery=planned(small_delivery()), actor=None)
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks_of_classroom.clean_up_rosters() == "0 deliveries not applied"
    (row,) = OrmQ.objects.all()
    assert row.func() == services.TASK
