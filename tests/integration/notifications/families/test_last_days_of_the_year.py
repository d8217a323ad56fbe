"""Posts in the last days of a school year still come by email, whatever the rhythm."""

import datetime as dt

import pytest

from notifications.digests.services import write_due_digests
from notifications.models import Message, MessageClass, SkippedDigest, Subscriber
from tests.factories.district import District
from tests.factories.pages import make_school_year, make_update, update_content
from tests.integration.conftest import Clock

from .conftest import Family

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rhythm, day", [
    ("posting-days", "2027-06-08"),
    ("weekly", "2027-06-10"),  # its last day; on the Friday after, the class is over
    ("daily", "2027-06-08"),
])  # fmt: skip
def test_an_update_after_the_last_posting_day_does_not_wait_for_the_next_year(
    offered: District, family: Family, clock: Clock, rhythm: str, day: str
) -> None:
    # Entered in spring, because the district must do so before classes can continue.
    make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))
    family.subscribes(offered.classroom)
    Subscriber.objects.update(rhythm=rhythm)

    def post(moment: str) -> None:
        clock(moment)
        make_update(offered.classroom, **update_content(offered.curriculum))

    def sent_until(moment: str) -> int:
        write_due_digests(now=clock(moment))
        return Message.objects.filter(message_class=MessageClass.SUBSCRIPTION).count()

    post("2027-06-01 09:00")
    for before in ("2027-06-01 17:05", "2027-06-04 17:05", "2027-06-07 17:05"):
        sent_until(before)
    post("2027-06-08 09:00")
    sent = {each: sent_until(f"2027-06-{each} 17:05") for each in ("08", "09", "10", "11")}
    assert next(f"2027-06-{each}" for each, number in sent.items() if number == 2) == day


def subscription_messages(moment: dt.datetime) -> int:
    write_due_digests(now=moment)
    return Message.objects.filter(message_class=MessageClass.SUBSCRIPTION).count()


@pytest.mark.parametrize("rhythm, live_at, day", [
    ("posting-days", "2027-06-10 18:30", "2027-06-11"),
    ("weekly", "2027-06-10 18:30", "2027-06-11"),
    ("daily", "2027-06-10 18:30", "2027-06-11"),
    ("posting-days", "2027-06-11 09:00", "2027-06-11"),  # its principal read it the next day
    ("posting-days", "2027-06-11 18:00", "2027-06-12"),
])  # fmt: skip
def test_an_update_after_the_last_window_of_its_class_goes_out_once_with_the_next(
    offered: District, family: Family, clock: Clock, rhythm: str, live_at: str, day: str
) -> None:
    family.subscribes(offered.classroom)
    Subscriber.objects.update(rhythm=rhythm)
    assert str(offered.year.last_day) == "2027-06-10"
    assert subscription_messages(clock("2027-06-10 17:05")) == 0
    clock(live_at)
    make_update(offered.classroom, **update_content(offered.curriculum))
    days = [f"2027-06-{each}" for each in range(11, 20) if f"2027-06-{each} 17" > live_at]
    sent = {each: subscription_messages(clock(f"{each} 17:05")) for each in days}
    assert next(each for each, number in sent.items() if number) == day
    assert sent["2027-06-19"] == 1


def test_the_last_news_of_an_ended_class_still_goes_out_on_friday(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    Subscriber.objects.update(rhythm="weekly")
    offered.classroom.ends_on = dt.date(2026, 11, 18)  # a Wednesday
    offered.classroom.save_revision().publish()
    clock("2026-11-17 09:00")
    make_update(offered.classroom, **update_content(offered.curriculum))
    assert subscription_messages(clock("2026-11-18 17:05")) == 0
    assert subscription_messages(clock("2026-11-20 17:05")) == 1
    assert subscription_messages(clock("2026-11-27 17:05")) == 1


def test_people_whose_classes_ended_without_news_are_not_recorded_as_skipped(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    Subscriber.objects.update(rhythm="weekly")
    clock("2027-06-08 09:00")
    make_update(offered.classroom, **update_content(offered.curriculum))
    assert subscription_messages(clock("2027-06-10 17:05")) == 1
    assert subscription_messages(clock("2027-06-11 17:05")) == 1
    assert SkippedDigest.objects.order_by("-window_start").values_list("reason", flat=True)[0] == (
        "no_classes"
    )
