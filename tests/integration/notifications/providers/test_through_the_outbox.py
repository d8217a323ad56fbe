"""From the outbox to a provider and back: the outbox records what the provider reports."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from notifications.models import Message, Suppression
from notifications.rules.state import State
from notifications.services import claim_batch, dispatch_batch, enqueue_message
from notifications.suppressions.rules import Cause
from tests.fakes.provider_servers.sendgrid import SendGridServer, Signed
from tests.fakes.provider_servers.serving import LOST_REPLY
from tests.fakes.provider_servers.twilio import TwilioServer

pytestmark = pytest.mark.django_db
NUMBER = "+14065550123"


def send(address: str) -> Message:
    """Sends through the outbox, as a worker does."""
    message = enqueue_message(
        message_class="account",
        channel="text" if address.startswith("+") else "email",
        address=address,
        from_email="class-updates@larkspur.example",
        subject="Math 3: fractions",
        text="We are learning fractions.",
    )
    assert message is not None
    dispatch_batch(claim_batch())
    message.refresh_from_db()
    return message


@pytest.fixture
def tell(client: Client) -> Callable[[Signed], HttpResponse]:
    def post(signed: Signed) -> HttpResponse:
        return client.post(
            reverse("webhooks:sendgrid_events"),
            data=signed.body,
            content_type="application/json",
            headers=dict(signed.headers),
        )

    return post


def test_a_mail_with_a_lost_answer_is_resolved_by_its_events(
    sendgrid: SendGridServer, settings: Settings, tell: Callable[[Signed], HttpResponse]
) -> None:
    settings.MAIL_PROVIDER = "sendgrid"
    sendgrid.faults.append(LOST_REPLY)
    message = send("ana.ruiz@example.net")
    assert message.state == State.UNKNOWN
    tell(sendgrid.signed(sendgrid.news()))
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert sendgrid.processed == {str(message.pk): 1}


def test_a_number_that_twilio_reports_as_stopped_is_suppressed(
    twilio: TwilioServer, settings: Settings
) -> None:
    settings.TEXT_PROVIDER = "twilio"
    twilio.errors[NUMBER] = 21610
    message = send(NUMBER)
    assert message.state == State.REJECTED
    row = Suppression.objects.get()
    assert (row.address, row.channel, row.cause) == (NUMBER, "text", Cause.STOP)
    assert row.message_uuid == message.pk
    assert NUMBER not in row.evidence
    assert send(NUMBER).state == State.CANCELED
    assert len(twilio.asked) == 1


def test_in_trial_mode_the_outbox_says_why_nothing_was_sent(
    sendgrid: SendGridServer, settings: Settings
) -> None:
    settings.MAIL_PROVIDER = "sendgrid"
    settings.SENDING_TRIAL = True
    settings.SENDING_TRIAL_RECIPIENTS = ["larkspur.example"]
    message = send("ana.ruiz@example.net")
    assert (message.state, message.error) == (State.REJECTED, "not sent: trial")
    assert send("it@larkspur.example").state == State.ACCEPTED
