"""Details of old entries may go, by one way only; the chain holds all the same."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry, Seal
from district_cms.audit_log.sealing import (
    DETAILS_REMOVED,
    SHORTEST,
    Sealed,
    remove_details,
    seal_log,
)
from district_cms.audit_log.verifying import verify_log
from district_cms.reports import tasks
from tests.integration.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


@pytest.fixture
def old_rows(november: dt.datetime, sealed_rows: Sealed, clock: Clock) -> dt.datetime:
    """Ten rows of 10 November 2026, seen on 1 January 2028. Returns that day."""
    return clock("2028-01-01 09:00")


def test_details_stay_unless_the_district_chose_otherwise(
    old_rows: dt.datetime, settings: Settings
) -> None:
    assert settings.AUDIT_DETAILS_KEPT_DAYS == 0
    assert tasks.remove_old_details() == "details are kept"
    assert not AuditEntry.objects.filter(data__isnull=True).exists()


def test_actions_stay_while_actor_and_details_are_removed(
    old_rows: dt.datetime, settings: Settings
) -> None:
    settings.AUDIT_DETAILS_KEPT_DAYS = 400
    assert tasks.remove_old_details() == "6 entries"
    entry = AuditEntry.objects.earliest("pk")
    assert (entry.actor, entry.title, entry.data) == ("", "", None)
    assert (entry.action, entry.school) == ("test.done", "Larkspur")
    said = AuditEntry.objects.get(action=DETAILS_REMOVED)
    assert (said.actor, said.data["rows"]) == ("nightly", 6)
    assert tasks.remove_old_details() == "0 entries"


def test_the_chain_holds_without_the_details(old_rows: dt.datetime) -> None:
    remove_details(before=old_rows - SHORTEST, actor="nightly")
    seal_log()
    verified = verify_log()
    assert (verified.broken, verified.emptied, verified.sequence) == ("", 6, 11)


def test_what_stayed_of_such_an_entry_still_cannot_be_changed(old_rows: dt.datetime) -> None:
    remove_details(before=old_rows - SHORTEST, actor="nightly")
    AuditEntry.objects.filter(action="test.done").update(action="test.other")
    assert "seal 1: it was changed" in verify_log().broken


@pytest.mark.parametrize("claim", [None, "2026-11-10T00:00:00-07:00"])
def test_details_that_went_another_way_are_named(claim: str | None, old_rows: dt.datetime) -> None:
    if claim:
        AuditEntry.objects.create(action=DETAILS_REMOVED, data={"before": claim})
    third = AuditEntry.objects.order_by("pk")[2]
    AuditEntry.objects.filter(pk=third.pk).update(**AuditEntry.DETAILS)
    broken = verify_log().broken
    assert broken.startswith(f"Row {third.pk} of the audit log")
    assert "its details are gone" in broken


def test_entries_about_removals_keep_their_details(old_rows: dt.datetime, clock: Clock) -> None:
    remove_details(before=old_rows - SHORTEST, actor="nightly")
    seal_log()
    later = clock("2030-01-01 09:00")
    assert remove_details(before=later - SHORTEST, actor="nightly") == 0
    assert verify_log().broken == ""


def test_what_has_no_seal_yet_keeps_its_details(old_rows: dt.datetime) -> None:
    Seal.objects.all().delete()
    assert remove_details(before=old_rows - SHORTEST, actor="nightly") == 0


def test_less_than_a_year_is_refused(old_rows: dt.datetime) -> None:
    with pytest.raises(ValueError, match="365 days at least"):
        remove_details(before=timezone.now() - dt.timedelta(days=364), actor="nightly")


def test_a_removal_without_its_entry_does_not_happen(
    old_rows: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: object) -> None:
        raise RuntimeError("The entry could not be written.")

    monkeypatch.setattr("district_cms.audit_log.sealing.record", fail)
    with pytest.raises(RuntimeError):
        remove_details(before=old_rows - SHORTEST, actor="nightly")
    assert not AuditEntry.objects.filter(data__isnull=True).exists()
