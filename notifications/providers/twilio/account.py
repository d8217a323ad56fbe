"""Checks of the district's account at Twilio, for `check_provider`."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from twilio.rest import Client

from ..base import AccountCheck, NotProcessed, Unclear
from ..callbacks import public_url
from .client import Refused, outcome, twilio_client

REGISTER = (
    "Register the district as a brand and the texts as a campaign (A2P 10DLC), or verify the "
    "toll-free number: carriers block all others."
)


def check_account() -> list[AccountCheck]:
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN):
        return [
            AccountCheck(
                False,
                "TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is missing, so Twilio sends nothing.",
            )
        ]
    client = twilio_client()
    try:
        account = outcome(client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch)
        return [*_account(account), *_balance(client), *_sender(client), *_callbacks()]
    except (NotProcessed, Unclear, Refused) as error:
        return [
            AccountCheck(
                False,
                f"Twilio did not say how the account is: {error}. Check TWILIO_ACCOUNT_SID and "
                "TWILIO_AUTH_TOKEN.",
            )
        ]


def _account(account: Any) -> Iterator[AccountCheck]:
    if str(account.status) == "active":
        yield AccountCheck(True, "The account at Twilio is active.")
    else:
        yield AccountCheck(False, f"The account at Twilio is {account.status}: nothing is sent.")
    if str(account.type) == "Trial":
        yield AccountCheck(
            False, "It is a trial account: it texts only numbers that were verified at Twilio."
        )


def _balance(client: Client) -> Iterator[AccountCheck]:
    found = outcome(client.api.v2010.account.balance.fetch)
    try:
        good = float(found.balance) > 0
    except (TypeError, ValueError):
        yield AccountCheck(True, "Twilio says no balance: look at that of the main account.")
        return
    advice = "" if good else " Texts stop until it is paid in."
    yield AccountCheck(good, f"The balance is {found.balance} {found.currency}.{advice}")


def _sender(client: Client) -> Iterator[AccountCheck]:
    wanted = public_url(reverse("webhooks:twilio_inbound"))
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        sid = settings.TWILIO_MESSAGING_SERVICE_SID
        service = outcome(client.messaging.v1.services(sid).fetch)
        yield AccountCheck(
            True, f"Texts leave through the messaging service {service.friendly_name}."
        )
        registered = bool(service.us_app_to_person_registered)
        words = (
            "Its campaign is registered with the carriers."
            if registered
            else (f"Its campaign is not registered with the carriers. {REGISTER}")
        )
        yield AccountCheck(registered, words)
        yield from _inbound(service.inbound_request_url, wanted)
    elif settings.TWILIO_FROM_NUMBER:
        number = settings.TWILIO_FROM_NUMBER
        found = outcome(client.incoming_phone_numbers.list, phone_number=number, limit=1)
        if not found or found[0].phone_number != number:
            yield AccountCheck(False, f"The account does not have the number {number}.")
            return
        yield AccountCheck(True, f"Texts leave from {number}.")
        yield from _inbound(found[0].sms_url, wanted)
    else:
        yield AccountCheck(
            False,
            f"No sender is set: TWILIO_MESSAGING_SERVICE_SID, or TWILIO_FROM_NUMBER. {REGISTER}",
        )


def _inbound(found: str | None, wanted: str) -> Iterator[AccountCheck]:
    if found == wanted:
        yield AccountCheck(True, f"What families text back comes to {wanted}.")
    else:
        yield AccountCheck(
            False,
            f"What families text back goes to {found or 'nowhere'}, so a stop in their own words "
            f"is never heard: set the webhook of incoming messages to {wanted} (POST).",
        )


def _callbacks() -> Iterator[AccountCheck]:
    base = settings.WEBHOOK_BASE_URL
    if not base.startswith("https://"):
        yield AccountCheck(
            False,
            f"Twilio cannot call {base} back: set WEBHOOK_BASE_URL to the public https address.",
        )
