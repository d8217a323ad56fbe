"""One test message through a provider, for who sets it up. The only one that leaves without a row
in the outbox: it has no news in it, goes to who asked for it, and is noted in the audit log."""

import re
import uuid
from typing import Final

from django.conf import settings
from django.utils import timezone

from district_cms.audit_log.services import record

from ..rules.masking import mask_address
from .base import Accepted, NotProcessed, Outgoing, Unclear
from .registry import channels_in_use, make_provider

NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")


def send_test(to: str) -> tuple[bool, str]:
    """Send it; whether the provider took it, and what to tell who asked."""
    channel = "text" if NUMBER.fullmatch(to) else "email"
    if channel not in channels_in_use():
        return False, f"There is no provider for {channel}, so none was sent."
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
