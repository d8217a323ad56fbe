"""Rows are sealed once, in one order; verifying finds them as they were."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district_cms.audit_log import tasks
from district_cms.audit_log.models import AuditEntry, ChainHead, Seal
from district_cms.audit_log.sealing import WINDOW, Sealed, seal_log
from district_cms.audit_log.services import record
from district_cms.audit_log.verifying import SEAL_TIMEOUT, verify_log
from district_cms.publishing.models import RevisionFindings

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

HOUR = dt.timedelta(hours=1)


def test_each_row_has_one_seal_in_the_order_of_the_chain(sealed_rows: Sealed) -> None:
    assert (sealed_rows.rows, sealed_rows.sequence, sealed_rows.busy) == (10, 10, False)
    assert list(Seal.objects.values_list("sequence", flat=True)) == list(range(1, 11))
    entries = Seal.objects.filter(name="audit log").values_list("row", flat=True)
    assert list(entries) == sorted(AuditEntry.objects.values_list("pk", flat=True))
    evidence = Seal.objects.filter(name="check history").values_list("row", flat=True)
    assert set(evidence) == set(RevisionFindings.objects.values_list("pk", flat=True))
    head = ChainHead.objects.get()
    assert (head.sequence, head.hash) == (10, Seal.objects.get(sequence=10).hash)


def test_sealing_again_seals_only_what_is_new(sealed_rows: Sealed) -> None:
    again = seal_log()
    assert (again.rows, again.hash) == (0, sealed_rows.hash)
    record(action="test.later")
    later = seal_log()
    assert (later.rows, later.sequence) == (1, 11)
    assert verify_log().broken == ""


def test_an_empty_log_is_whole() -> None:
    assert (seal_log().rows, verify_log().broken, verify_log().sequence) == (0, "", 0)


def test_rows_with_everything_that_json_and_people_write_are_as_they_were(db: None) -> None:
    data = {"floats": [1.0, 1e16, 1e-7, -0.0, 0.1], "text": "ñ “é” \u2028", "deep": [{"b": [None]}]}
    record(action="test.json", actor="Zoë", **data)
    assert seal_log().rows == 1
    assert verify_log().broken == ""


def test_a_row_that_commits_late_is_sealed_late_whatever_its_key(small_batches: None) -> None:
    early = record(action="test.early")
    key, at = early.pk, early.at
    AuditEntry.objects.filter(pk=key).delete()  # as if its transaction were still open
    record(action="test.second")
    assert seal_log().rows == 1
    AuditEntry.objects.create(pk=key, at=at, action="test.early")
    assert seal_log().rows == 1
    assert Seal.objects.get(row=key).sequence == 2
    assert verify_log().broken == ""


# ---------------------------------------------------------------- rows without a seal


def test_a_young_row_may_wait_for_its_seal(sealed_rows: Sealed) -> None:
    record(action="test.new")
    verified = verify_log()
    assert (verified.broken, verified.waiting) == ("", 1)


def test_a_row_that_waits_for_too_long_is_named(sealed_rows: Sealed) -> None:
    entry = record(action="test.new")
    later = timezone.now() + SEAL_TIMEOUT + HOUR
    broken = verify_log(now=later).broken
    assert broken.startswith(f"Row {entry.pk} of the audit log")
    assert "it has no seal although it is older than an hour" in broken


def test_the_worker_does_not_seal_rows_inserted_with_a_past_date(sealed_rows: Sealed) -> None:
    entry = AuditEntry.objects.create(action="test.false", at=timezone.now() - WINDOW - HOUR)
    assert tasks.seal().startswith("0 rows")
    assert f"Row {entry.pk} of the audit log" in verify_log().broken
    assert "test.false" in verify_log().broken


def test_a_person_can_seal_it_and_the_log_says_so(sealed_rows: Sealed) -> None:
    AuditEntry.objects.create(action="test.backlog", at=timezone.now() - WINDOW - HOUR)
    out = StringIO()
    call_command("seal_log", "--late", stdout=out)
    assert "1 of them were older than a week" in out.getvalue()
    assert AuditEntry.objects.get(action="audit_log.sealed_late").data == {"rows": 1}
    verified = verify_log()
    assert (verified.broken, verified.late, verified.waiting) == ("", 1, 1)


# ---------------------------------------------------------------- the commands and tasks


def test_the_command_prints_counts_the_head_and_that_nothing_was_changed(
    sealed_rows: Sealed,
) -> None:
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert out.getvalue().splitlines() == [
        "As they were sealed: 10 rows (audit log 6, check history 4).",
        "Waiting for their seal: 0.",
        f"Head: 10 {sealed_rows.hash}",
        "Nothing was changed.",
    ]


def test_the_command_names_the_first_row_and_ends_with_code_1(sealed_rows: Sealed) -> None:
    changed, also_changed = list(AuditEntry.objects.order_by("pk")[2:4])
    AuditEntry.objects.filter(pk=changed.pk).update(actor="someone else")
    AuditEntry.objects.filter(pk=also_changed.pk).delete()
    out = StringIO()
    with pytest.raises(CommandError) as told:
        call_command("verify_log", stdout=out)
    assert told.value.returncode == 1
    assert str(told.value) == (
        f"Row {changed.pk} of the audit log ({changed}), seal 3: it was changed after it was "
        "sealed, in one of actor, title, data."
    )
    assert out.getvalue() == "As they were sealed: 2 rows (audit log 2).\n"


def test_verifying_writes_nothing(sealed_rows: Sealed) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        verify_log()
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_the_weekly_task_writes_into_the_log_what_it_saw(sealed_rows: Sealed) -> None:
    assert tasks.verify() == "10 rows, nothing was changed"
    entry = AuditEntry.objects.get(action="audit_log.verified")
    assert entry.data == {"sequence": 10, "hash": sealed_rows.hash, "broken": ""}


def test_the_weekly_task_is_loud_about_a_change(
    sealed_rows: Sealed, caplog: pytest.LogCaptureFixture
) -> None:
    AuditEntry.objects.update(school="Elsewhere")
    told = tasks.verify()
    assert "seal 1" in told
    assert told in caplog.text
    assert AuditEntry.objects.get(action="audit_log.verified").data["broken"] == told
