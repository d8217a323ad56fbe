"""The accounts that open these screens, and a message as most tests need it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from notifications.models import Message
from notifications.services import enqueue_message
from tests.factories.people import fresh, make_account

Write = Callable[..., Message]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(school: SchoolPage) -> User:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def office(officer: User) -> Client:
    return signed_in(officer)


@pytest.fixture
def administrator(school: SchoolPage) -> User:
    return make_account(Role.ADMINISTRATOR)


@pytest.fixture
def onlooker(school: SchoolPage) -> Client:
    """A principal who may see the outbox, but no addresses."""
    user = make_account(Role.PRINCIPAL, school)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    return signed_in(fresh(user))


@pytest.fixture
def write(db: None) -> Write:
    """Writes a message into the outbox, with defaults."""

    def enqueue(**fields: Any) -> Message:
        values = {
            "message_class": "subscription",
            "address": "ana.ruiz@example.net",
            "subject": "News from Math 3",
            "text": "We are learning fractions.",
            **fields,
        }
        message = enqueue_message(**values)
        assert message is not None
        return message

    return enqueue
