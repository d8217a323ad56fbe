"""What comes back from its author keeps its place in the queue: the day of its first submission."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.moderation.review.queue import review_queue
from tests.factories.district import District
from tests.factories.people import fresh
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

FIRST, BETWEEN, AGAIN = "2026-12-01 09:00", "2026-12-02 10:00", "2026-12-03 15:04"


def screen(district: District, name: str = "moderation_review") -> str:
    client = Client()
    client.force_login(district.principal)
    return " ".join(html.unescape(client.get(reverse(name)).content.decode()).split())


@pytest.fixture
def walk(district: District, clock: Clock) -> Walk:
    """Submitted first of two updates."""
    clock(FIRST)
    walk = Walk.begin(district, title="First").submit()
    clock(BETWEEN)
    Walk.begin(district, title="Second").submit()
    return walk


def test_the_queue_says_both_days(walk: Walk, district: District, clock: Clock) -> None:
    walk.send_back()
    clock(AGAIN)
    walk.submit()
    name = district.teacher.get_full_name()

    shown = screen(district)
    assert (
        f"First submitted by {name} on Tuesday, December 1, 9:00 am; again today, "
        "Thursday, December 3, 3:04 pm" in shown
    )
    assert f"{name}, Wednesday, December 2, 10:00 am" in shown
    clock("2026-12-04 08:00")
    assert "9:00 am; again on Thursday, December 3, 3:04 pm" in screen(district)


def test_sent_back_twice_it_says_the_first_and_the_last(
    walk: Walk, district: District, clock: Clock
) -> None:
    walk.send_back()
    clock(AGAIN)
    walk.submit()
    walk.send_back()
    clock("2026-12-04 08:00")
    walk.submit()
    [entry, _other] = review_queue(fresh(district.principal))
    assert (entry.since, entry.again) == (moment(FIRST), moment("2026-12-04 08:00"))
