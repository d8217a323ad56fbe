"""The form of an update: its class, its days, and the redirect after posting."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import update_content

pytestmark = pytest.mark.django_db
SUBMIT = {"action-submit": "Submit"}


@pytest.fixture
def teacher(district: District, client: Client) -> Client:
    client.force_login(district.teacher)
    return client


# Days of no other update in a test, because a second one of the same days causes a question.
LATER: dict[str, Any] = {
    "period_start": dt.date(2026, 12, 8),
    "period_end": dt.date(2026, 12, 14),
}


def send(
    client: Client,
    address: str,
    district: District,
    days: dict[str, Any] | None = None,
    **more: str,
) -> Any:
    content = update_content(district.curriculum, title="Halves", **(days or {}))
    return client.post(address, update_form(content, **more))
