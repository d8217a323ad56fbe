"""Work that failed, and the people who are told of it."""

from typing import Any

import pytest

from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.web.models import FailedWork
from district_cms.web.queue.apart import Item, note_failure
from notifications.models import Message, MessageEvent
from tests.factories.district import District
from tests.factories.people import make_account


@pytest.fixture
def administrator(district: District) -> User:
    return make_account(Role.ADMINISTRATOR)


def fails(
    district: District, key: str = "1", error: Exception | None = None, **more: Any
) -> FailedWork:
    """A planned update of the district's teacher fails."""
    item = Item(
        "publish",
        key,
        title=more.pop("title", "Fractions"),
        page_id=district.classroom.pk,
        owner_id=district.teacher.pk,
    )
    return note_failure(item, error or RuntimeError("secret words"), **more)


def mails(user: User) -> list[Message]:
    """In the order in which they were written: the clock may stand still, so by their events."""
    found = {message.pk: message for message in Message.objects.filter(address=user.email)}
    events = MessageEvent.objects.filter(message__in=found, state="ready").order_by("pk")
    return [found[event.message] for event in events]
