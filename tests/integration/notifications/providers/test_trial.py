"""Trial mode: only who is on the list gets anything, on both channels."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from notifications.providers.base import Accepted, Outgoing, Rejected
from notifications.providers.registry import make_provider
from notifications.providers.trial import NOT_SENT, may_get
from tests.fakes.provider_servers.twilio import TwilioServer


@pytest.fixture(autouse=True)
def trial(settings: Settings) -> None:
    settings.SENDING_TRIAL = True
    settings.SENDING_TRIAL_RECIPIENTS = ["Ana.Ruiz@example.net", "larkspur.example", "+14065550123"]


def test_a_text_goes_to_listed_numbers_only(
    twilio: TwilioServer, text: Callable[..., Outgoing], settings: Settings
) -> None:
    settings.TEXT_PROVIDER = "twilio"
    provider = make_provider("text")
    assert provider.send(text("+14065550199")) == Rejected(NOT_SENT)
    assert isinstance(provider.send(text()), Accepted)
    assert [kept.to for kept in twilio.texts.values()] == ["+14065550123"]


@pytest.mark.parametrize("listed, address", [
    ("+1 (406) 555-0123", "+14065550123"),
    ("+1.406.555.0123", "+14065550123"),
    (" @Larkspur.example", "it@larkspur.example"),
])  # fmt: skip
def test_who_is_listed_may_be_written_as_people_write_it(
    settings: Settings, listed: str, address: str
) -> None:
    settings.SENDING_TRIAL_RECIPIENTS = [listed]
    assert may_get(address)
    assert not may_get("+14065550199")
    assert not may_get("it@elsewhere.example")
