"""Pages from before a rule: they stay live, with an owner and a day, until they are fixed."""

import datetime as dt

import pytest

from classroom.models import ClassroomPage
from district_cms.audit_log.models import AuditEntry
from district_cms.publishing.models import AccessibilitySettings
from district_cms.site_audit.checking import note_outstanding
from district_cms.site_audit.models import AuditedPage, AuditRun, OutstandingPage
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import Audit, fix, spoil

pytestmark = pytest.mark.django_db


def test_a_page_that_today_would_be_refused_is_listed_and_stays_live(
    audit: Audit, district: District
) -> None:
    AccessibilitySettings.objects.create(fix_days=30)
    spoil(district.classroom)
    audit(engines=["gate"])
    row = OutstandingPage.objects.get()
    assert (row.page_id, row.title, row.rules) == (
        district.classroom.pk,
        "Math 3",
        ["student-number"],
    )
    assert (row.school, row.owner) == ("Juniper Creek Elementary", "Elena Rivera")
    assert row.first_found == dt.date(2026, 11, 10)
    assert row.fix_by == dt.date(2026, 12, 10)
    assert ClassroomPage.objects.get(pk=district.classroom.pk).live


def test_its_day_does_not_move_from_night_to_night(
    audit: Audit, district: District, clock: Clock
) -> None:
    spoil(district.classroom)
    audit(engines=["gate"])
    first = OutstandingPage.objects.get()
    clock("2026-11-20 01:23")
    audit(engines=["gate"])
    again = OutstandingPage.objects.get()
    assert (again.pk, again.fix_by) == (first.pk, first.fix_by)
    assert not again.is_late(again.fix_by)
    assert again.is_late(again.fix_by + dt.timedelta(days=1))


def test_a_fixed_page_leaves_the_list_and_returns_as_a_new_row(
    audit: Audit, district: District
) -> None:
    spoil(district.classroom)
    audit(engines=["gate"])
    fix(district.classroom)
    audit(engines=["gate"])
    assert not OutstandingPage.objects.open().exists()
    spoil(district.classroom)
    audit(engines=["gate"])
    assert OutstandingPage.objects.count() == 2
    actions = AuditEntry.objects.filter(action__startswith="outstanding.").order_by("pk")
    assert [(entry.action, entry.title) for entry in actions] == [
        ("outstanding.found", "Math 3"),
        ("outstanding.fixed", "Math 3"),
        ("outstanding.found", "Math 3"),
    ]


def test_a_page_that_was_taken_down_leaves_the_list(audit: Audit, district: District) -> None:
    spoil(district.classroom)
    audit(engines=["gate"])
    district.classroom.unpublish()
    audit(engines=["gate"])
    assert OutstandingPage.objects.get().fixed_at is not None


def test_a_crashed_check_is_not_assigned_to_a_teacher(district: District) -> None:
    run = AuditRun.objects.create(engines=["gate"])
    page = AuditedPage.objects.create(
        run=run,
        page_id=district.classroom.pk,
        page_uuid=district.classroom.translation_key,
        title="Math 3",
    )
    note_outstanding(page=page, subject=district.classroom, rules=("check-failed",))
    assert not OutstandingPage.objects.exists()
