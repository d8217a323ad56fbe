"""What is posted in the last days of a school year still comes by email, whatever the rhythm."""

import datetime as dt

import pytest

from notifications.digests.services import write_due_digests
from notifications.models import Message, MessageClass, Subscriber
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
    # Entered in spring, as the district has to before its classes can go on.
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
