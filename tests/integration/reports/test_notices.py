"""Who is told of work that failed: its owner and the administrators, once a kind of failure."""

import datetime as dt

import pytest
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry, ChainHead, Seal
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import record
from district_cms.audit_log.triggers import lifted
from district_cms.audit_log.verifying import verify_log
from district_cms.people.models import User
from district_cms.reports.site.notices import REPEATED, send_log_head, send_notices
from district_cms.reports.tasks import RETENTION, forget
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import Item, note_success
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import fails, mails

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cut_at_its_end", [False, True])
def test_the_mailed_head_detects_a_recomputed_or_truncated_log(
    administrator: User, cut_at_its_end: bool
) -> None:
    record(action="test.done", actor="someone", number=1)
    assert send_log_head() == 0
    before = seal_log()
    last = record(action="test.done", actor="someone", number=2)
    head = seal_log()
    assert send_log_head() == 1
    (mail,) = mails(administrator)
    assert f"verify_log --expect {head.hash}" in mail.text
    assert verify_log(expect=head.hash).broken == ""
    with lifted():
        if cut_at_its_end:
            Seal.objects.filter(sequence__gt=before.sequence).delete()
            ChainHead.objects.update(sequence=before.sequence, hash=before.hash)
            last.delete()
        else:
            Seal.objects.all().delete()
            ChainHead.objects.all().delete()
            AuditEntry.objects.filter(pk=last.pk).update(actor="someone else")
            seal_log()
    assert verify_log().broken == ""
    assert "nowhere in the chain" in verify_log(expect=head.hash).broken


def test_many_failures_in_one_run_are_one_mail_per_person(
    district: District, administrator: User
) -> None:
    for number in range(40):
        fails(district, key=str(number), title=f"Update {number}")
    assert send_notices() == 2
    (mail,) = mails(administrator)
    assert mail.subject == "40 pieces of work on the website failed"
    assert "And 10 more." in mail.text


def test_work_that_keeps_failing_is_escalated_and_reported_daily(
    district: District, administrator: User, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    fails(district)
    send_notices()
    for _time in range(REPEATED - 2):
        fails(district)
        assert send_notices() == 0
    fails(district)
    assert send_notices() == 1  # the third time
    assert mails(administrator)[-1].subject == "Still failing: 1 piece of work on the website"
    assert len(mails(district.teacher)) == 1
    fails(district)
    assert send_notices() == 0
    clock("2026-11-11 09:05")
    assert send_notices() == 1
    clock("2026-11-12 09:10")
    assert send_notices() == 1


def test_another_fault_of_the_same_item_is_reported_as_new(
    district: District, administrator: User
) -> None:
    fails(district)
    send_notices()
    fails(district, error=OSError(28, "No space left on device"))
    assert send_notices() == 2
    assert "The server’s disk is full." in mails(administrator)[-1].text


def test_work_that_succeeds_before_the_mail_is_not_reported(
    district: District, administrator: User
) -> None:
    fails(district)
    note_success(Item("publish", "1"))
    assert send_notices() == 0


def test_only_the_author_gets_a_mail_about_a_refused_schedule(
    district: District, administrator: User
) -> None:
    fails(district, reason=FailedWork.Reason.REFUSED)
    assert send_notices() == 1
    assert "The page does not pass the checks" in mails(district.teacher)[0].text
    assert not mails(administrator)
    assert not FailedWork.objects.open().exists()


def test_it_waits_while_there_is_nobody_to_mail(district: District) -> None:
    User.objects.filter(pk=district.teacher.pk).update(is_active=False)
    row = fails(district)
    assert send_notices() == 0
    row.refresh_from_db()
    assert row.told == 0


def test_old_failures_are_deleted_but_not_open_ones(district: District) -> None:
    old, new = fails(district, key="1"), fails(district, key="2")
    note_success(Item("publish", "1"))
    old.refresh_from_db()
    assert old.over_at is not None
    for number, minutes in ((0, -1), (1, 1)):
        over_at = timezone.now() - RETENTION - dt.timedelta(minutes=minutes)
        FailedWork.objects.filter(pk=old.pk).update(over_at=over_at)
        assert forget() == f"{number} rows, 0 files"
    assert FailedWork.objects.get() == new
