"""The first message after the button: what is newest in each class, once."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import DjangoAssertNumQueries

from district_cms.students.models import HighSchoolStudent
from notifications.digests.services import write_due_digests
from notifications.digests.welcome import MOST_CLASSES, send_welcome
from notifications.families import subscribe
from notifications.models import DigestItem, Message, Subscription
from notifications.screens.class_mail.services import set_offer
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock
from tests.unit.notifications.mail_support import faults

from .conftest import PARENT, Family, digests, link_in, newest

pytestmark = pytest.mark.django_db


def welcome() -> bool:
    """What the worker does after the newest confirmation."""
    return send_welcome(subscription_id=Subscription.objects.latest("pk").pk)


def test_the_button_asks_for_the_welcome_once(
    offered: District,
    family: Family,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(subscribe, "async_task", lambda *task: asked.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        mail = family.subscribes(offered.classroom)
        family.browser.post(link_in(mail, "confirm"))
    assert asked == [(subscribe.WELCOME, Subscription.objects.get().pk)]


def test_the_welcome_has_the_newest_live_update_and_none_that_is_not_live(
    offered: District, family: Family
) -> None:
    Walk.begin(offered, title="Perimeter").submit()  # waits for the principal
    Walk.begin(offered, title="Area").submit().approve().unpublish()
    family.subscribes(offered.classroom)
    assert welcome()
    (mail,) = digests()
    assert mail.subject == "You are signed up for Math 3"
    for words in (mail.text, mail.html):
        assert "Arrays" in words
        assert "Perimeter" not in words
        assert "Area" not in words
        assert "/email/choose/" in words
        assert "/email/family/" in words
        assert "together in one message" not in words
        assert "about twice a month" in words
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(mail, "stop") in mail.headers["List-Unsubscribe"]
    assert faults(mail.html) == {}


def test_the_next_digest_does_not_bring_it_again(
    offered: District, family: Family, clock: Clock
) -> None:
    clock("2026-11-23 10:00")
    family.subscribes(offered.classroom)
    clock("2026-11-23 11:00")
    walk = Walk.begin(offered).submit().approve()
    assert welcome()
    (item,) = DigestItem.objects.all()
    assert item.page_uuid == walk.page.translation_key
    clock("2026-11-24 17:00")
    assert write_due_digests().messages == 0
    assert len(digests()) == 1


def test_it_is_written_once_however_often_the_worker_runs(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    assert [welcome(), welcome()] == [True, False]
    assert len(digests()) == 1


def test_what_the_family_had_before_is_not_in_it(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    assert welcome()
    clock("2026-11-10 10:00")
    family.subscribes(offered.teacher_page, "teacher")
    assert welcome()
    _first, second = digests()
    assert "Arrays" not in second.text
    assert "Nothing has been posted that you have not seen" in second.text
    assert "parts" not in second.text + second.html
    assert "together in one message" in second.text


def test_nothing_comes_when_it_was_stopped_or_turned_off_meanwhile(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    assert not welcome()
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
    Subscription.objects.update(ended_at="2026-11-10T17:00:00Z")
    assert not welcome()
    assert not Message.objects.filter(message_class="subscription").exists()


def test_of_a_whole_school_only_the_newest_are_in_it_and_it_costs_the_same(
    offered: District,
    family: Family,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr("notifications.digests.welcome.MOST_CLASSES", 2)
    for title in ("Art", "Band", "Choir"):
        room = make_classroom(offered.teacher_page, title=title)
        set_offer(classroom=room, offered=True, user=offered.teacher)
        make_update(room, **update_content(offered.curriculum, title=f"{title} begins"))
    family.subscribes(offered.school, "school")
    assert MOST_CLASSES == 10
    with django_assert_max_num_queries(60):
        assert welcome()
    (mail,) = digests()
    assert mail.text.count(" begins\n") == 2
    assert "What the other classes posted is on the page" in mail.text


def test_a_spanish_reader_is_welcomed_in_spanish(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom, language="es")
    assert welcome()
    (mail,) = digests()
    assert "You are signed up" not in mail.subject + mail.text
    assert mail.language == "es"


def test_a_student_who_left_the_list_meanwhile_gets_no_welcome(
    offered: District, family: Family, add_class: Callable[..., Any]
) -> None:
    offered.school.kind = "high"
    offered.school.save()
    address = "kai@students.larkspur.example"
    row = HighSchoolStudent.objects.create(
        address=address, school=offered.school, grade=9, until=offered.year.last_day
    )
    family.subscribes(offered.classroom, address=address)
    row.delete()
    assert not welcome()
    assert newest(address).message_class == "confirmation"
    assert not digests(PARENT)
