"""Shared fixtures: people who submit entitlements, and the office that decides."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from signatures.models import SignatureSettings
from tests.factories.district import District
from tests.factories.people import make_account, make_staff

Choose = Callable[..., SignatureSettings]


@pytest.fixture
def choose() -> Choose:
    """Sets options of the office: `choose(review_entitlements=True)`."""

    def choose_these(**values: Any) -> SignatureSettings:
        row = SignatureSettings.load()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row

    return choose_these


@pytest.fixture
def private_files(settings: Settings, tmp_path: Path) -> Path:
    """A temporary folder for evidence."""
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def person() -> Staff:
    """An employee without any role: a staff record and an account."""
    return make_staff(given_name="Noor", family_name="Haddad")


@pytest.fixture
def office(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def file_of(answer: Any) -> bytes:
    """Returns the content of a download; closes the file and keeps the connection open."""
    data = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return data
