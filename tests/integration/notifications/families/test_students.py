"""High-school students and staff as followers, checked when they subscribe and when it is sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.students.models import HighSchoolStudent
from district_cms.students.tokens import Of, token
from notifications import sources
from notifications.consent.students import may_follow
from notifications.digests.services import write_due_digests
from notifications.families.preferences import services
from notifications.families.tokens import preferences_token
from notifications.models import (
    PendingSubscription,
    Subscription,
)
from tests.factories.district import District
from tests.factories.pages import make_school, make_update, update_content
from tests.integration.conftest import Clock

from .conftest import Family, digests, link_in, newest

pytestmark = pytest.mark.django_db

KAI = "kai@students.larkspur.example"


@pytest.fixture
def high(offered: District) -> Any:
    return make_school(offered.home, title="Larkspur High", slug="larkspur-high", kind="high")


@pytest.fixture
def physics(high: Any, add_class: Callable[..., Any]) -> Any:
    return add_class(high, "Physics")


@pytest.fixture
def post_waves(physics: Any, offered: District) -> Callable[[], Any]:
    return lambda: make_update(physics, **update_content(offered.curriculum, title="Waves"))


@pytest.fixture
def listed(high: Any, offered: District) -> HighSchoolStudent:
    until = offered.year.last_day
    return HighSchoolStudent.objects.create(
        token=token(Of.ADDRESS, KAI), school=high, grade=9, until=until
    )


def test_a_student_on_the_list_follows_a_class_of_a_high_school(
    physics: Any,
    listed: HighSchoolStudent,
    family: Family,
    clock: Clock,
    post_waves: Callable[[], Any],
) -> None:
    family.subscribes(physics, address=KAI)
    post_waves()
    clock("2026-11-24 17:00")
    assert write_due_digests().messages == 1
    assert [mail.subject for mail in digests(KAI)] == ["Physics: Waves"]


@pytest.mark.parametrize("scope", ["class", "teacher", "school"])
def test_a_student_cannot_follow_anything_below_high_school(
    offered: District, listed: HighSchoolStudent, family: Family, scope: str
) -> None:
    pages = {"class": offered.classroom, "teacher": offered.teacher_page, "school": offered.school}
    family.asks(pages[scope], scope, KAI)
    mail = newest(KAI)
    assert "high schools only" in mail.text
    assert "/confirm/" not in mail.text
    assert not PendingSubscription.objects.exists()


def test_a_student_who_left_the_list_cannot_confirm_and_reads_why(
    physics: Any, listed: HighSchoolStudent, family: Family
) -> None:
    family.asks(physics, address=KAI)
    link = link_in(newest(KAI), "confirm")
    listed.delete()
    shown = family.browser.post(link, follow=True).content.decode()
    assert "not on the school district’s list" in shown
    assert "<button" not in shown.partition("<main")[2].partition("</main>")[0]
    assert not Subscription.objects.exists()


def test_the_district_may_turn_students_off(
    physics: Any, listed: HighSchoolStudent, family: Family, settings: Settings
) -> None:
    settings.STUDENTS_MAY_FOLLOW = False
    family.asks(physics, address=KAI)
    assert not PendingSubscription.objects.exists()


def test_a_student_adds_high_school_classes_alone_on_their_own_page(
    physics: Any, offered: District, listed: HighSchoolStudent, family: Family
) -> None:
    family.subscribes(physics, address=KAI)
    person = Subscription.objects.get().subscriber
    chemistry = sources.place("class", physics.translation_key)
    elementary = sources.place("class", offered.classroom.translation_key)
    assert chemistry is not None
    assert elementary is not None
    assert may_follow(person.pk, [chemistry, elementary]) == [chemistry]
    assert services.add(subscriber=person, places=[elementary]) == []
    page = reverse("notifications:add", args=[preferences_token(person.uuid)])
    choices = Client().get(page, {"q": "math"}).context["choices"]
    (shown,) = [each for each in choices if each["label"].startswith("Math 3")]
    assert (shown["open"], "high-school classes only" in shown["note"]) == (False, True)
    HighSchoolStudent.objects.all().delete()
    assert may_follow(person.pk, [chemistry]) == []
