"""Killed runs, and weeks without any: nothing is lost, and the records stay correct."""

from typing import Any

import pytest

from district_cms.web.models import FailedWork
from notifications.digests.services import write_all, write_due_digests
from notifications.families import tokens
from notifications.models import (
    ContentPart,
    DigestItem,
    DigestRun,
    Message,
    SkippedDigest,
    Subscriber,
)
from notifications.services.outgoing import kept_parts
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock
from tests.measured import Tell

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

FIVE = tuple(f"family.{letter}@example.net" for letter in "abcde")
NOTHING_NEW = "family.z@example.net"


@pytest.fixture
def families(offered: District, family: Family) -> District:
    for address in FIVE:
        family.subscribes(offered.classroom, address=address)
    return offered


@pytest.mark.parametrize("written_before", range(1, 5))
def test_records_are_correct_after_a_killed_and_a_second_run(
    families: District,
    family: Family,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    written_before: int,
    tell: Tell,
) -> None:
    Walk.begin(families).submit().approve()
    clock("2026-11-24 17:05")
    written: list[Any] = []

    def killed_after_some(planned: Any, *rest: Any) -> Any:
        if len(written) == written_before:
            raise KeyboardInterrupt
        written.extend(planned)
        return write_all(planned, *rest)

    monkeypatch.setattr("notifications.digests.recipients.AT_ONCE", 1)
    monkeypatch.setattr("notifications.digests.services.write_all", killed_after_some)
    with pytest.raises(KeyboardInterrupt):
        write_due_digests()
    monkeypatch.undo()
    assert not DigestRun.objects.exists()
    clock("2026-11-24 17:15")

    again = write_due_digests()

    assert again.messages == len(FIVE) - written_before
    assert [len(digests(address)) for address in FIVE] == [1] * len(FIVE)
    # No record says "sent before": everyone got one message for this window.
    assert list(SkippedDigest.objects.values_list("reason", flat=True)) == []
    run = DigestRun.objects.get()
    assert (run.written, run.skipped) == (len(FIVE), 0)
    assert DigestItem.objects.count() == len(FIVE)
    assert not FailedWork.objects.exists()
    tell(
        f"digests: killed after {written_before} of {len(FIVE)}: the second run wrote "
        f"{again.messages}; record: {run.written} written, {run.skipped} without a message"
    )


def test_a_skipped_record_is_removed_when_the_person_gets_a_message(
    families: District, clock: Clock
) -> None:
    Walk.begin(families).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    person = Subscriber.objects.get(addresses__address=FIVE[0])
    # As if the first run had decided otherwise and was killed before its end.
    Message.objects.filter(address=FIVE[0], message_class="subscription").delete()
    DigestItem.objects.filter(address=FIVE[0]).delete()
    DigestRun.objects.all().delete()
    (mail,) = digests(FIVE[1])
    SkippedDigest.objects.create(
        subscriber_uuid=person.uuid, window_start=mail.window_start, reason="mail_off"
    )

    assert write_due_digests().messages == 1

    assert not SkippedDigest.objects.exists()


def test_a_message_that_cannot_be_rendered_for_one_family_is_written_for_the_others(
    families: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Subscriber.objects.get(addresses__address=FIVE[2]).uuid
    true = tokens.stop_url

    def stop_url(uuid: Any, root: str = "") -> str:
        if uuid == broken:
            raise RuntimeError("no link for this one")
        return true(uuid, root)

    monkeypatch.setattr("notifications.families.tokens.stop_url", stop_url)
    Walk.begin(families).submit().approve()
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 4
    row = FailedWork.objects.open().get()
    assert (row.task, row.key) == ("digest", str(broken))
    assert "example.net" not in f"{row.title}{row.error}{row.key}"
    # The next day it works again: the news is not lost.
    monkeypatch.undo()
    clock("2026-11-25 17:05")
    assert write_due_digests().messages == 1
    assert len(digests(FIVE[2])) == 1
    assert not FailedWork.objects.open().exists()


class TestStandstill:
    """No worker ran for weeks."""

    @pytest.mark.parametrize("back", ["2026-12-04", "2026-12-12", "2027-01-15"])
    def test_missed_news_is_sent_and_the_standstill_is_reported(
        self, families: District, clock: Clock, back: str
    ) -> None:
        clock("2026-11-20 17:05")
        write_due_digests()
        clock("2026-11-23 10:00")
        walk = Walk.begin(families).submit().approve()
        # The worker stops here; the update was due on the 24th.
        clock(f"{back} 17:05")

        assert write_due_digests().messages == 5

        mail = digests(FIVE[0])[-1]
        assert walk.page.title in mail.text
        row = FailedWork.objects.get()
        assert row.reason == FailedWork.Reason.STANDSTILL
        assert row.title.startswith("Class news by email stopped for ")
        assert "only on the pages" not in row.title

    def test_news_older_than_sixty_days_is_not_sent_and_that_is_reported(
        self, families: District, clock: Clock
    ) -> None:
        clock("2026-11-20 17:05")
        write_due_digests()
        clock("2026-11-23 10:00")
        Walk.begin(families).submit().approve()
        clock("2027-02-01 17:05")

        assert write_due_digests().messages == 0

        assert FailedWork.objects.get().title.endswith(
            "News older than 60 days is only on the pages."
        )


def test_a_run_clears_the_cache_of_parts(families: District, clock: Clock) -> None:
    Walk.begin(families).submit().approve()
    clock("2026-11-24 17:05")
    part = ContentPart.objects.create(text="Math 3", html="<b>Math 3</b>")
    for _each in range(2):
        kept_parts.of([[str(part.pk)]])
    assert len(kept_parts) == 1
    write_due_digests()
    assert len(kept_parts) == 0
