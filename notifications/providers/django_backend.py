"""Sends through any mail backend of Django: the district's own mail server, for example.

The backend is the one that `settings.MAILERS` names under `settings.MAIL_DELIVERY_ALIAS`. One
connection serves one message, so that whatever fails before the message itself surely sent
nothing.
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from .base import Accepted, NotProcessed, Outgoing, Provider, Rejected, Unclear

TEMPORARY = range(400, 500)  # RFC 5321, 4.2.1: "the client should try again"


class DjangoBackendProvider(Provider):
    name = "django"

    def send(self, message: Outgoing) -> Accepted | Rejected:
        backend = mailers[settings.MAIL_DELIVERY_ALIAS]
        try:
            backend.open()
        except (smtplib.SMTPException, OSError) as error:
            backend.close()
            raise NotProcessed(f"no connection: {type(error).__name__}") from error
        try:
            return self._hand_over(backend, message)
        finally:
            backend.close()

    def _hand_over(self, backend: BaseEmailBackend, message: Outgoing) -> Accepted | Rejected:
        try:
            sent = backend.send_messages([as_email(message)])
        except smtplib.SMTPRecipientsRefused as error:
            # One message has one recipient: (code, answer).
            return _refused(*next(iter(error.recipients.values())))
        except smtplib.SMTPResponseException as error:
            # The server answered, to the sender's name or to the message: it did not take it.
            return _refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return Rejected("the mail server cannot carry this address")
        except (ValueError, UnicodeError) as error:
            return Rejected(f"cannot be written as a mail: {type(error).__name__}")
        except (smtplib.SMTPException, OSError) as error:
            # The line broke within the conversation: before or after the message, nobody knows.
            raise Unclear(type(error).__name__) from error
        if not sent:
            raise Unclear("the backend does not say that it sent the message")
        return Accepted(id=message.message_id)


def as_email(message: Outgoing) -> EmailMultiAlternatives:
    """The message as Django knows it: text first, HTML as the richer alternative."""
    headers = dict(message.headers)
    if message.message_id:
        headers["Message-ID"] = message.message_id
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        message.from_email,
        [message.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _refused(code: int, answer: bytes | str) -> Rejected:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    reason = f"{code} {' '.join(words.split())}"
    if code in TEMPORARY:
        raise NotProcessed(reason)
    return Rejected(reason)
