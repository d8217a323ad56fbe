"""The mails about reviews say what is so now; the queue says whose the live updates are."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.taking_down.selectors import lately_live
from notifications.models import Message
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(district: District) -> Walk:
    """Submitted, and its principal knows."""
    walk = Walk.begin(district).submit()
    tell_everyone()
    Message.objects.all().delete()
    return walk


def to_the_teacher(walk: Walk) -> str:
    """Subject and text of what the teacher gets now; "" for nothing."""
    tell_everyone()
    mails = Message.objects.filter(address=walk.district.teacher.email)
    told = "".join(f"{mail.subject}\n{mail.text}" for mail in mails)
    Message.objects.all().delete()
    return told


def test_what_was_sent_back_and_is_live_by_now_did_not_come_back(walk: Walk) -> None:
    walk.send_back().submit().approve()
    told = to_the_teacher(walk)
    assert "is live" in told
    assert "came back" not in told
    assert "sent back" not in told


def test_what_was_submitted_again_is_no_news_to_its_teacher_until_it_comes_back_again(
    walk: Walk,
) -> None:
    walk.send_back().submit()
    assert to_the_teacher(walk) == ""
    walk.send_back()
    assert to_the_teacher(walk).count("- Fractions on a number line (Math 3)") == 1


def test_what_the_school_published_after_sending_it_back_did_not_come_back(walk: Walk) -> None:
    walk.send_back().publish()
    assert "came back" not in to_the_teacher(walk)


def test_what_was_approved_and_is_off_the_site_is_not_called_live(walk: Walk) -> None:
    walk.approve().unpublish()
    assert to_the_teacher(walk) == ""


def test_what_was_approved_twice_is_live_once(walk: Walk) -> None:
    walk.approve().change(title="Fractions in pictures").submit().approve()
    assert to_the_teacher(walk).count("- Fractions in pictures (Math 3)") == 1


def test_what_is_approved_for_later_is_told_although_it_is_not_live(district: District) -> None:
    walk = Walk.begin(district, go_live_at=moment("2026-11-20 06:00")).submit().approve()
    assert "approved and goes live later" in to_the_teacher(walk)


def test_each_live_update_in_the_queue_names_its_class_and_teacher(
    district: District, client: Client
) -> None:
    other = make_classroom(district.teacher_page, title="Homeroom 3")
    for classroom in (district.classroom, other):
        make_update(classroom, **update_content(district.curriculum, title="The winter concert"))
    client.force_login(district.principal)
    page = client.get(reverse("moderation_review")).text
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "The winter concert Math 3, Ms. Rivera · Published on" in said
    assert "The winter concert Homeroom 3, Ms. Rivera · Published on" in said


def test_whose_they_are_costs_one_query(
    district: District, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        classroom = make_classroom(district.teacher_page, title=f"Class {number}")
        make_update(classroom, **update_content(district.curriculum))
    principal = district.principal
    with django_assert_max_num_queries(4):
        assert len(lately_live(principal)) == 3
