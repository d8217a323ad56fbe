"""What is asked of the settings at every start: may the district send as who it says it is?"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from .senders import SENDERS_OF_OURS, registered_senders, sender_problem


def check_providers(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors where messages could not leave, or would leave under a foreign name."""
    found = [*_senders()]
    if settings.MAIL_PROVIDER == "sendgrid":
        found += _sendgrid()
    if settings.TEXT_PROVIDER == "twilio":
        found += _twilio()
    found += _addresses()
    if settings.TEXT_NUMBER_LOOKUP and settings.TEXT_PROVIDER in {"", "sandbox"}:
        found.append(
            checks.Warning(
                "TEXT_NUMBER_LOOKUP is on, and TEXT_PROVIDER is none that could be asked.",
                id="notifications.W007",
            )
        )
    if settings.SENDING_TRIAL and not settings.SENDING_TRIAL_RECIPIENTS:
        found.append(
            checks.Warning(
                "SENDING_TRIAL is on and SENDING_TRIAL_RECIPIENTS is empty: nobody gets anything.",
                id="notifications.W006",
            )
        )
    return found


def _senders() -> Iterator[checks.CheckMessage]:
    for name in SENDERS_OF_OURS:
        if sender_problem(getattr(settings, name)):
            yield checks.Error(
                f"{name} is {getattr(settings, name)!r}, which is not among the registered senders "
                f"({', '.join(registered_senders()) or 'none'}).",
                hint="Set MAIL_REGISTERED_SENDERS to the addresses and domains that are "
                "authenticated at the mail provider as the district’s own.",
                id="notifications.E001",
            )


def _addresses() -> Iterator[checks.CheckMessage]:
    """Where the providers are asked. With another address nothing would leave."""
    for name in ("SENDGRID_URL", "TWILIO_URL"):
        address = getattr(settings, name)
        # Twilio's own address is in its library.
        wanted = address or name == "SENDGRID_URL"
        if wanted and not _is_server(address):
            yield checks.Error(
                f"{name} is {address!r}, which is no address of a server.",
                hint="It begins with https:// and has nothing behind the name of the server, such "
                "as https://api.sendgrid.com.",
                id="notifications.E008",
            )


def _is_server(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = re.fullmatch(r"[A-Za-z0-9._-]+|[0-9a-f:]+", parts.hostname or "")
    rest = parts.path or parts.query or parts.fragment
    return bool(parts.scheme in {"http", "https"} and named and port_is_one and not rest)


def _sendgrid() -> Iterator[checks.CheckMessage]:
    if not settings.SENDGRID_API_KEY:
        yield checks.Error(
            "MAIL_PROVIDER is sendgrid, without a SENDGRID_API_KEY.", id="notifications.E002"
        )
    if not settings.SENDGRID_WEBHOOK_KEY:
        yield checks.Warning(
            "Without a SENDGRID_WEBHOOK_KEY no event of SendGrid is believed: nobody learns what "
            "became of a mail.",
            id="notifications.W003",
        )


def _twilio() -> Iterator[checks.CheckMessage]:
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN):
        yield checks.Error(
            "TEXT_PROVIDER is twilio, without a TWILIO_ACCOUNT_SID and a TWILIO_AUTH_TOKEN.",
            id="notifications.E004",
        )
    if not (settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM_NUMBER):
        yield checks.Error(
            "TEXT_PROVIDER is twilio, without a registered sender.",
            hint="Set TWILIO_MESSAGING_SERVICE_SID, or TWILIO_FROM_NUMBER.",
            id="notifications.E005",
        )
