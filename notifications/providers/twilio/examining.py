"""What is right and wrong with the district's account at Twilio, in sentences."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from twilio.rest import Client

from ..base import Examined, NotProcessed, Unclear
from ..callbacks import public_url
from .client import Refused, outcome, twilio_client
from .lookups import fetch, kind_of

REGISTER = (
    "Register the district as a brand and the texts as a campaign (A2P 10DLC), or verify the "
    "toll-free number: carriers block all others."
)


def examine_twilio() -> list[Examined]:
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN):
        return [
            Examined(
                False,
                "TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is missing, so Twilio sends nothing.",
            )
        ]
    client = twilio_client()
    try:
        account = outcome(client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch)
        found = [*_account(account), *_balance(client), *_sender(client), *_callbacks()]
    except (NotProcessed, Unclear, Refused) as error:
        return [
            Examined(
                False,
                f"Twilio did not say how the account is: {error}. Check TWILIO_ACCOUNT_SID and "
                "TWILIO_AUTH_TOKEN.",
            )
        ]
    return [*found, _lookups(client)]


def _account(account: Any) -> Iterator[Examined]:
    if str(account.status) == "active":
        yield Examined(True, "The account at Twilio is active.")
    else:
        yield Examined(False, f"The account at Twilio is {account.status}: nothing is sent.")
    if str(account.type) == "Trial":
        yield Examined(
            False, "It is a trial account: it texts only numbers that were verified at Twilio."
        )


def _balance(client: Client) -> Iterator[Examined]:
    found = outcome(client.api.v2010.account.balance.fetch)
    try:
        good = float(found.balance) > 0
    except (TypeError, ValueError):
        yield Examined(True, "Twilio says no balance: look at that of the main account.")
        return
    advice = "" if good else " Texts stop until it is paid in."
    yield Examined(good, f"The balance is {found.balance} {found.currency}.{advice}")


def _sender(client: Client) -> Iterator[Examined]:
    wanted = public_url(reverse("webhooks:twilio_inbound"))
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        sid = settings.TWILIO_MESSAGING_SERVICE_SID
        service = outcome(client.messaging.v1.services(sid).fetch)
        yield Examined(True, f"Texts leave through the messaging service {service.friendly_name}.")
        registered = bool(service.us_app_to_person_registered)
        words = (
            "Its campaign is registered with the carriers."
            if registered
            else (f"Its campaign is not registered with the carriers. {REGISTER}")
        )
        yield Examined(registered, words)
        yield from _inbound(service.inbound_request_url, wanted)
    elif settings.TWILIO_FROM_NUMBER:
        number = settings.TWILIO_FROM_NUMBER
        found = outcome(client.incoming_phone_numbers.list, phone_number=number, limit=1)
        if not found or found[0].phone_number != number:
            yield Examined(False, f"The account does not have the number {number}.")
            return
        yield Examined(True, f"Texts leave from {number}.")
        yield from _inbound(found[0].sms_url, wanted)
    else:
        yield Examined(
            False,
            f"No sender is set: TWILIO_MESSAGING_SERVICE_SID, or TWILIO_FROM_NUMBER. {REGISTER}",
        )


def _lookups(client: Client) -> Examined:
    """Whether numbers are looked up, and one look at the district's own: that costs a cent."""
    if not settings.TEXT_NUMBER_LOOKUP:
        return Examined(
            True,
            "Numbers are not looked up: who types a landline waits for a code that never comes "
            "(TEXT_NUMBER_LOOKUP is off).",
        )
    try:
        number = _own_number(client)
        kind = kind_of(fetch(client, number).line_type_intelligence) if number else ""
        reason = "Twilio did not say what kind of line it is" if number else "it has no number"
    except (NotProcessed, Unclear, Refused) as error:
        kind, reason = "", str(error)
    if kind:
        return Examined(True, f"Numbers are looked up; the district's own is of the kind “{kind}”.")
    return Examined(
        False,
        f"Numbers are to be looked up, and the district's own could not be: {reason}. Until that "
        "works, codes go to landlines as well. See whether the account may use Lookup (line type "
        "intelligence), or turn TEXT_NUMBER_LOOKUP off.",
    )


def _own_number(client: Client) -> str:
    """A number from which the district's texts leave; "" where there is none."""
    if not settings.TWILIO_MESSAGING_SERVICE_SID:
        return str(settings.TWILIO_FROM_NUMBER)
    service = client.messaging.v1.services(settings.TWILIO_MESSAGING_SERVICE_SID)
    found = outcome(service.phone_numbers.list, limit=1)
    return str(found[0].phone_number) if found else ""


def _inbound(found: str | None, wanted: str) -> Iterator[Examined]:
    if found == wanted:
        yield Examined(True, f"What families text back comes to {wanted}.")
    else:
        yield Examined(
            False,
            f"What families text back goes to {found or 'nowhere'}, so a stop in their own words "
            f"is never heard: set the webhook of incoming messages to {wanted} (POST).",
        )


def _callbacks() -> Iterator[Examined]:
    base = settings.WEBHOOK_BASE_URL
    if not base.startswith("https://"):
        yield Examined(
            False,
            f"Twilio cannot call {base} back: set WEBHOOK_BASE_URL to the public https address.",
        )
