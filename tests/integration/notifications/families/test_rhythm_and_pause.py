"""Digests for people who want them daily, weekly, or not for a while."""

import pytest

from notifications.digests.services import write_due_digests
from notifications.families.preferences.services import pause
from notifications.models import DigestItem, SkippedDigest, Subscriber
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

# Math 3 posted on time on the 3rd; the posting days are Tuesday the 24th and the 1st of December.


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def wants(person: Subscriber, rhythm: str) -> None:
    person.rhythm = rhythm
    person.save(update_fields=["rhythm"])


def days(clock: Clock, *moments: str) -> list[int]:
    """Returns how many digests are written with the window of each of these days."""
    written = []
    for moment in moments:
        clock(f"{moment} 17:05")
        written.append(write_due_digests().messages)
    return written


def test_changing_the_rhythm_sends_nothing_twice(
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


class TestPause:
    def test_a_pause_affects_only_its_person(
        self, person: Subscriber, offered: District, family: Family, clock: Clock
    ) -> None:
        family.subscribes(offered.classroom, address="other@example.net")
        pause(subscriber=person, until=clock("2026-11-20 09:00").date().replace(day=30))
        Walk.begin(offered).submit().approve()
        assert days(clock, "2026-11-24") == [1]
        assert len(digests("other@example.net")) == 1
