"""Digests for who wants them daily, weekly, or not for a while."""

import pytest

from notifications.digests.services import write_due_digests
from notifications.families.preferences.pausing import pause
from notifications.models import DigestItem, DigestRun, SkippedDigest, Subscriber
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

# Math 3 was on time on the 3rd; the posting days are Tuesday the 24th and the 1st of December.


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def wants(person: Subscriber, rhythm: str) -> None:
    person.rhythm = rhythm
    person.save(update_fields=["rhythm"])


def days(clock: Clock, *moments: str) -> list[int]:
    """How many digests are written with the window of each of these days."""
    written = []
    for moment in moments:
        clock(f"{moment} 17:05")
        written.append(write_due_digests().messages)
    return written


@pytest.mark.parametrize("rhythm, written", [
    ("posting-days", [0, 0, 0, 1, 0]),
    ("daily", [1, 0, 0, 0, 0]),
    ("weekly", [0, 1, 0, 0, 0]),
])  # fmt: skip
def test_an_update_comes_once_and_in_the_person_s_own_rhythm(
    person: Subscriber, offered: District, clock: Clock, rhythm: str, written: list[int]
) -> None:
    wants(person, rhythm)
    clock("2026-11-19 10:00")
    Walk.begin(offered).submit().approve()
    week = ("2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-27")
    assert days(clock, *week) == written


def test_whoever_changes_their_rhythm_gets_nothing_twice(
    person: Subscriber, offered: District, clock: Clock
) -> None:
    wants(person, "daily")
    clock("2026-11-19 10:00")
    Walk.begin(offered).submit().approve()
    assert days(clock, "2026-11-19") == [1]
    wants(person, "weekly")
    assert days(clock, "2026-11-20") == [0]
    assert SkippedDigest.objects.get().reason == "sent_before"
    wants(person, "posting-days")
    assert days(clock, "2026-11-24") == [0]
    assert DigestItem.objects.count() == 1


def test_a_friday_on_which_nothing_ran_is_made_up_for(
    person: Subscriber, offered: District, clock: Clock
) -> None:
    wants(person, "weekly")
    assert days(clock, "2026-11-18") == [0]
    clock("2026-11-19 10:00")
    Walk.begin(offered).submit().approve()
    assert days(clock, "2026-11-21", "2026-11-22") == [1, 0]
    assert DigestRun.objects.count() == 3


class TestPause:
    def test_nothing_comes_in_a_pause_and_the_record_says_why(
        self, person: Subscriber, offered: District, clock: Clock
    ) -> None:
        pause(subscriber=person, until=clock("2026-11-20 09:00").date().replace(day=30))
        clock("2026-11-23 10:00")
        Walk.begin(offered).submit().approve()
        assert days(clock, "2026-11-24") == [0]
        skipped = SkippedDigest.objects.get()
        assert (skipped.reason, skipped.subscriber_uuid) == ("paused", person.uuid)
        assert write_due_digests().done_before
        # Nor when it is over: the page said so.
        assert days(clock, "2026-11-30", "2026-12-01") == [0, 0]
        assert digests() == []

    def test_what_waits_for_a_posting_day_after_the_pause_comes(
        self, person: Subscriber, offered: District, clock: Clock
    ) -> None:
        Walk.begin(offered).submit().approve()
        days(clock, "2026-11-24")
        pause(subscriber=person, until=clock("2026-11-25 09:00").date().replace(day=30))
        Walk.begin(offered, title="Perimeter").submit().approve()
        assert days(clock, "2026-11-26", "2026-12-01") == [0, 1]

    def test_a_pause_of_one_person_is_nobody_else_s(
        self, person: Subscriber, offered: District, family: Family, clock: Clock
    ) -> None:
        family.subscribes(offered.classroom, address="other@example.net")
        pause(subscriber=person, until=clock("2026-11-20 09:00").date().replace(day=30))
        Walk.begin(offered).submit().approve()
        assert days(clock, "2026-11-24") == [1]
        assert len(digests("other@example.net")) == 1
