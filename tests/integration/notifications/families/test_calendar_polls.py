"""Calendar programs poll every hour: an unchanged file is not sent again, a changed one is."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from classroom.models import ClassroomPage
from notifications.models import Subscriber, Subscription
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .test_family_page import (
    EVENING,
    file_of,
    person,
    posted,
)

__all__ = ["person", "posted"]  # fixtures

pytestmark = pytest.mark.django_db


def asks(address: str, before: Any = None, **headers: str) -> Any:
    """Requests the file like a program that got `before` the last time."""
    if before is not None:
        headers["If-None-Match"] = before["ETag"]
    return Client().get(address, headers=headers)


def test_an_unchanged_file_is_answered_with_304(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    address = file_of(person)
    first = asks(address)
    clock("2026-11-28 06:00")
    again = asks(address, first)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    for answer in (first, again):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def _again(walk: Walk, person: Subscriber) -> None:
    draft = walk.page.get_latest_revision_as_object()
    draft.events[0].value["place"] = "Gym"
    draft.save_revision().publish(user=walk.district.principal)


def _one_more(walk: Walk, person: Subscriber) -> None:
    events = [("event", EVENING | {"date": dt.date(2026, 12, 10)})]
    Walk.begin(walk.district, title="Perimeter", events=events, events_none=False).publish()


def _taken_down(walk: Walk, person: Subscriber) -> None:
    walk.unpublish()


def _called_otherwise(walk: Walk, person: Subscriber) -> None:
    ClassroomPage.objects.update(title="Mathematics 3")


def _stopped(walk: Walk, person: Subscriber) -> None:
    Subscription.objects.update(ended_at=dt.datetime(2026, 11, 30, 17, tzinfo=dt.UTC))


def _in_spanish(walk: Walk, person: Subscriber) -> None:
    Subscriber.objects.update(language="es")


@pytest.mark.parametrize(
    "change", [_again, _one_more, _taken_down, _called_otherwise, _stopped, _in_spanish]
)
def test_every_change_of_the_file_changes_its_etag(
    posted: Walk, person: Subscriber, clock: Clock, change: Callable[[Walk, Subscriber], None]
) -> None:
    clock("2026-11-30 10:00")
    address = file_of(person)
    before = asks(address)
    change(posted, person)
    clock("2026-11-30 10:05")
    after = asks(address, before)
    assert after.status_code == 200
    assert after.content != before.content
