"""Trial mode: only people on the list get anything, on both channels."""

import pytest
from pytest_django.fixtures import Settings

from notifications.providers.registry import may_receive
from notifications.services import claim_batch, dispatch_batch
from tests.fakes.providers import Mailbox
from tests.integration.notifications.outbox.conftest import Write, write

__all__ = ["write"]  # fixtures


@pytest.fixture(autouse=True)
def trial(settings: Settings) -> None:
    settings.SENDING_TRIAL = True
    settings.SENDING_TRIAL_RECIPIENTS = ["Ana.Ruiz@example.net", "larkspur.example", "+14065550123"]


@pytest.mark.django_db
def test_only_listed_people_get_anything(write: Write, provider: Mailbox) -> None:
    listed = [
        write(address="ana.ruiz@example.net"),
        write(message_class="urgent", channel="text", address="+14065550123"),
    ]
    others = [
        write(address="luis@example.net"),
        write(message_class="urgent", channel="text", address="+14065550199"),
    ]
    assert str(dispatch_batch(claim_batch())) == "2 accepted, 2 rejected"
    assert {sent.id for sent in provider.sent} == {message.pk for message in listed}
    for message in others:
        message.refresh_from_db()
        assert message.error == "not sent: trial"


@pytest.mark.parametrize("listed, address", [
    ("+1 (406) 555-0123", "+14065550123"),
    ("+1.406.555.0123", "+14065550123"),
    (" @Larkspur.example", "it@larkspur.example"),
])  # fmt: skip
def test_list_entries_may_be_written_as_people_write_them(
    settings: Settings, listed: str, address: str
) -> None:
    settings.SENDING_TRIAL_RECIPIENTS = [listed]
    assert may_receive(address)
    assert not may_receive("+14065550199")
    assert not may_receive("it@elsewhere.example")
