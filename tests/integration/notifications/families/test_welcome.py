"""The first message after confirming: the newest of each class, once."""

from collections.abc import Callable
from typing import Any

import pytest

from district_cms.students.models import HighSchoolStudent
from district_cms.students.tokens import Of, token
from notifications.digests.welcome import MOST_CLASSES, send_welcome
from notifications.models import Message, Subscription
from notifications.screens.class_mail import set_offer
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content

from .conftest import PARENT, Family, digests, newest

pytestmark = pytest.mark.django_db


def welcome() -> bool:
    """What the worker does after the newest confirmation."""
    return send_welcome(subscription_id=Subscription.objects.latest("pk").pk)


def test_it_is_written_once_however_often_the_worker_runs(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    assert [welcome(), welcome()] == [True, False]
    assert len(digests()) == 1


def test_no_welcome_if_it_was_stopped_or_turned_off_meanwhile(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    assert not welcome()
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
    Subscription.objects.update(ended_at="2026-11-10T17:00:00Z")
    assert not welcome()
    assert not Message.objects.filter(message_class="subscription").exists()


def test_the_welcome_of_a_school_contains_only_the_newest(
    offered: District,
    family: Family,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notifications.digests.welcome.MOST_CLASSES", 2)
    for title in ("Art", "Band", "Choir"):
        room = make_classroom(offered.teacher_page, title=title)
        set_offer(classroom=room, offered=True, user=offered.teacher)
        make_update(room, **update_content(offered.curriculum, title=f"{title} begins"))
    family.subscribes(offered.school, "school")
    assert MOST_CLASSES == 10
    assert welcome()
    (mail,) = digests()
    assert mail.text.count(" begins\n") == 2
    assert "What the other classes posted is on the page" in mail.text


def test_a_student_who_left_the_list_meanwhile_gets_no_welcome(
    offered: District, family: Family, add_class: Callable[..., Any]
) -> None:
    offered.school.kind = "high"
    offered.school.save()
    address = "kai@students.larkspur.example"
    row = HighSchoolStudent.objects.create(
        token=token(Of.ADDRESS, address),
        school=offered.school,
        grade=9,
        until=offered.year.last_day,
    )
    family.subscribes(offered.classroom, address=address)
    row.delete()
    assert not welcome()
    assert newest(address).message_class == "confirmation"
    assert not digests(PARENT)
