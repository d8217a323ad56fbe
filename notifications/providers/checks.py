"""Checks senders and providers: at every start, and by `manage.py check_provider`."""

import re
import uuid
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings
from district_cms.web.addresses import is_address

from ..rules.masking import mask_address
from .base import Accepted, AccountCheck, NotProcessed, Outgoing, Unclear
from .registry import channels_in_use, make_provider, may_receive
from .senders import SENDERS_OF_OURS, district_addresses, registered_senders, sender_problem

NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")


def check_providers(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Returns errors where messages could not leave, or would leave under a foreign name."""
    messages = [*_senders()]
    if settings.MAIL_PROVIDER == "sendgrid":
        messages += _sendgrid()
    if settings.TEXT_PROVIDER == "twilio":
        messages += _twilio()
    if settings.SENDING_TRIAL and not settings.SENDING_TRIAL_RECIPIENTS:
        messages.append(
            checks.Warning(
                "SENDING_TRIAL is on and SENDING_TRIAL_RECIPIENTS is empty: nobody gets anything.",
                id="notifications.W006",
            )
        )
    return messages


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


def check_senders() -> Iterator[AccountCheck]:
    """Yields checks of the settings alone, for mail servers that cannot be queried."""
    for name in SENDERS_OF_OURS:
        sender = getattr(settings, name)
        address = parseaddr(sender)[1]
        if not is_address(address):
            yield AccountCheck(False, f"{name} is {sender!r}, which is no email address.")
        elif sender_problem(sender):
            yield AccountCheck(
                False,
                f"{name} is {address}, which is not among the registered senders "
                f"({', '.join(registered_senders()) or 'none'}): no mail leaves in its name.",
            )
        else:
            yield AccountCheck(
                True,
                f"Mail leaves as {address}, and what cannot be delivered comes back there. Look "
                f"at the SPF, DKIM and DMARC records of {address.rpartition('@')[2]} yourself: a "
                "mail server says nothing of them.",
            )


def check_reply_mailbox() -> AccountCheck:
    """Checks that families' replies to updates reach a mailbox of the district."""
    mailbox = DistrictSettings.cached().email
    domain = mailbox.rpartition("@")[2].lower()
    if not mailbox:
        return AccountCheck(
            False,
            "What families answer to class updates goes to the sender’s own address, which may "
            "have no mailbox: give the district an email address under Settings > District in the "
            "editor.",
        )
    if domain not in district_addresses():
        return AccountCheck(
            False,
            f"What families answer to class updates goes to {mailbox}, which is no mailbox of the "
            "district: change the email address under Settings > District in the editor.",
        )
    return AccountCheck(
        True, f"What families answer to class updates goes to {mailbox}: someone must read it."
    )


def send_test(to: str) -> tuple[bool, str]:
    """Send one test message. Returns whether the provider took it, and a sentence about it. This is
    the only message without a row in the outbox; the audit log records it instead."""
    channel = "text" if NUMBER.fullmatch(to) else "email"
    if channel not in channels_in_use():
        return False, f"There is no provider for {channel}, so none was sent."
    if not may_receive(to):
        return False, "The test message was not sent: trial."
    provider = make_provider(channel)
    message = _message(channel, to)
    record(
        action="provider_tested",
        actor="check_provider",
        provider=provider.name,
        channel=channel,
        address=mask_address(to),
        message=str(message.id),
    )
    try:
        answer = provider.send(message)
    except NotProcessed as error:
        return False, f"{provider.name} did not take the test message: {error}."
    except Unclear as error:
        return False, (
            f"{provider.name} did not answer in time ({error}): look whether the test message "
            "came, before you send another."
        )
    if not isinstance(answer, Accepted):
        return False, f"{provider.name} refused the test message: {answer.reason}."
    if not provider.reaches_people:
        return True, f"{provider.name} took the test message, and sends nothing to anyone."
    return True, f"{provider.name} took the test message ({answer.id}). Look whether it came."


def _message(channel: str, to: str) -> Outgoing:
    pk = uuid.uuid4()
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    words = (
        f"{settings.DISTRICT_NAME}: this is a test message of {moment}. If it came, messages of "
        "the district’s website can reach you."
    )
    mail = channel == "email"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    return Outgoing(
        id=pk,
        channel=channel,
        address=to,
        from_email=settings.DEFAULT_FROM_EMAIL if mail else "",
        subject=f"Test message of {moment}" if mail else "",
        text=words if mail else words.replace("’", "'"),
        message_id=f"<{pk}@{domain}>" if mail else "",
        message_class="staff",
    )
