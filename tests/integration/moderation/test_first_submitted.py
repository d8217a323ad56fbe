"""What comes back from its author keeps its place in the queue: the day of its first submission."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.review.selectors import review_queue
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import fresh
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

FIRST, BETWEEN, AGAIN = "2026-12-01 09:00", "2026-12-02 10:00", "2026-12-03 15:04"


def in_the_queue(district: District) -> list[str]:
    return [entry.first.draft_title for entry in review_queue(fresh(district.principal))]


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


def test_submitted_again_it_stands_where_it_stood(
    walk: Walk, district: District, clock: Clock
) -> None:
    walk.send_back()
    assert in_the_queue(district) == ["Second"]
    clock(AGAIN)
    walk.change(title="First, with the room").submit()

    assert in_the_queue(district) == ["First, with the room", "Second"]
    [entry, other] = review_queue(fresh(district.principal))
    assert (entry.since, entry.again) == (moment(FIRST), moment(AGAIN))
    assert (other.since, other.again) == (moment(BETWEEN), None)


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
    assert f"Submitted by {name} on Wednesday, December 2, 10:00 am" in shown
    clock("2026-12-04 08:00")
    assert "9:00 am; again on Thursday, December 3, 3:04 pm" in screen(district)


def test_the_first_screen_has_the_same_order_and_the_same_day(
    walk: Walk, district: District, clock: Clock
) -> None:
    walk.send_back()
    clock(AGAIN)
    walk.submit()

    shown = screen(district, "wagtailadmin_home")
    panel = shown.partition("Awaiting your review")[2].partition("</section>")[0]

    assert 0 < panel.index("First") < panel.index("Second")
    assert "on Tuesday, December 1, " in panel
    assert "December 3" not in panel


def test_the_mail_about_it_says_when_it_came_first(
    walk: Walk, district: District, clock: Clock
) -> None:
    walk.send_back()
    tell_everyone()
    clock(AGAIN)
    walk.submit()
    tell_everyone()

    mails = Message.objects.filter(address=district.principal.email)
    [again] = [" ".join(mail.text.split()) for mail in mails if "- First" in mail.text]
    assert (
        f"- First (Math 3), {district.teacher.get_full_name()} First submitted on Tuesday, "
        "December 1, 9:00 am, sent back, and submitted again." in again
    )


@pytest.mark.parametrize("ended", ["taken back by its author", "published in between"])
def test_what_ended_is_counted_afresh(
    ended: str, walk: Walk, district: District, clock: Clock
) -> None:
    walk.send_back()
    if ended == "published in between":
        walk.publish()
    else:
        walk.take_back()
    clock(AGAIN)
    walk.change(title="Afresh").submit()

    assert in_the_queue(district) == ["Second", "Afresh"]
    [_second, entry] = review_queue(fresh(district.principal))
    assert (entry.since, entry.again) == (moment(AGAIN), None)


def test_the_author_is_not_offered_to_start_the_review_over(walk: Walk, district: District) -> None:
    """It would give up the day of the first submission; submitting again keeps it."""
    walk.send_back()
    client = Client()
    client.force_login(district.teacher)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[walk.pk])).content.decode()
    assert "Submit to the principal again" in shown
    assert "action-restart-workflow" not in shown


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
