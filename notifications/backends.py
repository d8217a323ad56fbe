"""The project's mail backend: mails of Django and Wagtail become rows of the outbox.

Nothing is sent here. Each recipient gets a separate message, so that nobody sees the other
recipients, and one refused address does not stop the others.
"""

import datetime as dt
from collections.abc import Sequence
from email.message import MIMEPart
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import get_language

from district_cms.web.addresses import fold_address
from district_cms.web.mail import CLASS_HEADER, ONCE_HEADER, UNTIL_HEADER

from .models import MessageClass
from .services import enqueue_message

# Headers that we write ourselves for each message, that belong to the envelope, or that only the
# outbox reads.
NOT_PASSED_ON = frozenset(
    {"bcc", "cc", "date", "from", "message-id", "reply-to", "to"}
    | {name.lower() for name in (CLASS_HEADER, ONCE_HEADER, UNTIL_HEADER)}
)


class OutboxEmailBackend(BaseEmailBackend):
    """The backend for `MAILERS["default"]`."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail into the outbox. Returns how many mails were written, without those that
        are sent only once and exist already.

        Writes all or none, and none if the surrounding transaction is rolled back. Raises
        `ValueError` for content that the outbox does not support (attachments), rather than losing
        it silently.
        """
        return sum(_write(mail) for mail in email_messages)


def _write(mail: EmailMessage) -> int:
    text, html = _bodies(mail)
    headers = {name: str(value) for name, value in mail.extra_headers.items()}
    message_class = next(
        (value for name, value in headers.items() if name.lower() == CLASS_HEADER.lower()),
        MessageClass.STAFF.value,
    )
    passed_on = {
        name: value for name, value in headers.items() if name.lower() not in NOT_PASSED_ON
    }
    once, until = headers.get(ONCE_HEADER), headers.get(UNTIL_HEADER)
    written = 0
    for number, address in enumerate(_addresses(mail)):
        message = enqueue_message(
            message_class=message_class,
            address=address,
            subject=" ".join(str(mail.subject).split()),
            text=text,
            html=html,
            language=get_language() or "",
            from_email=headers.get("From", mail.from_email),
            reply_to=", ".join(mail.reply_to),
            headers=passed_on,
            # Without the address, so that the key stays when addresses are deleted.
            dedupe_key=f"{once} {number}" if once else None,
            expires_at=dt.datetime.fromisoformat(until) if until else None,
        )
        written += message is not None
    return int(written > 0)


def _addresses(mail: EmailMessage) -> list[str]:
    """Returns each recipient's bare address once, without the name."""
    addresses: dict[str, None] = {}
    for recipient in mail.recipients():
        address = parseaddr(str(recipient))[1]
        if not address:
            raise ValueError("A recipient of the mail has no readable address.")
        addresses.setdefault(fold_address(address))
    return list(addresses)


def _bodies(mail: EmailMessage) -> tuple[str, str]:
    """Returns (text, HTML) of a mail. Raises `ValueError` for anything else in it."""
    if mail.attachments:
        raise ValueError("The outbox carries no attachments: link to the document instead.")
    alternatives: list[Any] = list(getattr(mail, "alternatives", []))
    strange = [
        each for each in alternatives if isinstance(each, MIMEPart) or each.mimetype != "text/html"
    ]
    if strange or len(alternatives) > 1:
        raise ValueError("The outbox carries one text and one HTML version of a mail.")
    body = str(mail.body)
    if mail.content_subtype == "html":
        return strip_tags(body), body
    return body, str(alternatives[0].content) if alternatives else ""
