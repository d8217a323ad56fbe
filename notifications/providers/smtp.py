"""Sends through a mail backend of Django, such as the district's own mail server: the one called
"delivery" in `settings.MAILERS`. SMTP sends no later reports, so at most twenty messages are handed
over together: this many are unknown when a worker dies."""

import email.policy
import smtplib
import time
from collections.abc import Sequence
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from .base import (
    LOGO,
    Accepted,
    AccountCheck,
    Answer,
    NotProcessed,
    Outgoing,
    Provider,
    Rejected,
    Unclear,
)
from .checks import check_senders
from .senders import envelope_problem, logo_in

# Failures before the server received anything; the last three come from settings that no server can
# have.
NOT_CONNECTED: Final = (
    smtplib.SMTPException,
    OSError,
    ValueError,
    OverflowError,
    ImproperlyConfigured,
)
TEMPORARY = range(400, 500)  # RFC 5321, 4.2.1: "the client should try again"
SIGN_IN: Final = frozenset({530, 534, 535, 538})  # RFC 4954, 6: it wants another sign-in, or one
SECONDS: Final = 30.0
"""No message of a chunk starts after this many seconds."""


class DjangoBackendProvider(Provider):
    name = "django"
    most_at_once = 20

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """Send messages one by one. After any answer but success the connection may be closed, so
        the next message opens a new one. Without a connection, the remaining messages are not
        processed."""
        answers: list[Answer] = []
        stop_at = time.monotonic() + SECONDS
        backend: BaseEmailBackend | None = None
        failure: NotProcessed | None = None
        try:
            for message in messages:
                if failure is None and time.monotonic() >= stop_at:
                    failure = NotProcessed("no time was left for it")
                if failure is None and backend is None:
                    try:
                        backend = _connect()
                    except NOT_CONNECTED as error:
                        failure = _connection_failure(error)
                if backend is None or failure is not None:
                    answers.append(failure or NotProcessed("no connection"))
                    continue
                try:
                    answer: Answer = self._hand_over(backend, message)
                except (NotProcessed, Unclear) as error:
                    answer = error
                answers.append(answer)
                if not isinstance(answer, Accepted):
                    backend.close()
                    backend = None
                if isinstance(answer, NotProcessed) and answer.unreachable:
                    failure = answer
        finally:
            if backend is not None:
                backend.close()
        return answers

    def check_account(self) -> Sequence[AccountCheck]:
        """Checks the senders, and whether the mail server lets us in."""
        try:
            _connect().close()
        except NOT_CONNECTED as error:
            door = AccountCheck(
                False,
                f"The mail server cannot be reached or does not let us in ({type(error).__name__}: "
                f"{error}). Check MAIL_HOST, MAIL_PORT, MAIL_USERNAME and MAIL_PASSWORD.",
            )
        else:
            door = AccountCheck(True, "The mail server lets us in.")
        return [door, *check_senders()]

    def _hand_over(self, backend: BaseEmailBackend, message: Outgoing) -> Accepted | Rejected:
        if fault := envelope_problem(message):
            return Rejected(fault)
        try:
            sent = backend.send_messages([as_email(message.whole())])
        except smtplib.SMTPRecipientsRefused as error:
            # One message has one recipient: (code, answer).
            return _refused(*next(iter(error.recipients.values())))
        except smtplib.SMTPResponseException as error:
            # The server refused the sender or the message, so it did not take it.
            return _refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return Rejected("the mail server cannot carry this address")
        except (ValueError, UnicodeError) as error:
            return Rejected(f"cannot be written as a mail: {type(error).__name__}")
        except (smtplib.SMTPException, OSError) as error:
            # The connection broke during the conversation: nobody knows whether before or after the
            # message.
            raise Unclear(type(error).__name__) from error
        if not sent:
            raise Unclear("the backend does not say that it sent the message")
        return Accepted(id=message.message_id)


def _connect() -> BaseEmailBackend:
    """Returns an open connection. Raises one of `NOT_CONNECTED`."""
    backend = mailers["delivery"]
    try:
        backend.open()
    except BaseException:
        backend.close()
        raise
    return backend


def _connection_failure(error: Exception) -> NotProcessed:
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in TEMPORARY:
        # The server has no free connections (421), because of us or of others.
        return NotProcessed(f"no connection: {error.smtp_code}", busy=True)
    return NotProcessed(f"no connection: {type(error).__name__}", unreachable=True)


# RFC 5322, 2.1.1
LINE: Final = 78
_FOLDED: Final = email.policy.SMTP.clone(max_line_length=LINE)
_WHOLE: Final = email.policy.SMTP.clone(max_line_length=998)


@lru_cache(maxsize=256)
def _parsed(name: str, value: str) -> Any:
    # Two thirds of a mail's headers are those of every other, and parsing them is half the work.
    return email.policy.SMTP.header_factory(name, value)


class WholeLinks(EmailPolicy):
    """Writes a header without spaces, such as a long List-Unsubscribe, on one line. Folding would
    turn its link into encoded words (RFC 2047, 5), which no mailbox reads as an address."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if type(value) is not str or "\r" in value or "\n" in value:
            return super().header_store_parse(name, value)
        return name, _parsed(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        text = str(value)
        if len(name) + len(text) < LINE - 1 and text.isascii() and text.isprintable():
            return f"{name}: {text}\r\n".encode()
        return (_FOLDED if " " in text else _WHOLE).fold_binary(name, value)


POLICY: Final = WholeLinks(linesep="\r\n")


class Mail(EmailMultiAlternatives):
    def message(self, *, policy: Any = POLICY) -> Any:
        message: Any = super().message(policy=POLICY)
        html = message.get_body(["html"])
        if html and (logo := logo_in(html.get_content())):
            html.add_related(logo, "image", "png", cid=f"<{LOGO}>", disposition="inline")
        return message


def as_email(message: Outgoing) -> EmailMultiAlternatives:
    """Returns the mail: text first, HTML as the richer alternative."""
    headers = dict(message.headers)
    if message.message_id:
        headers["Message-ID"] = message.message_id
    mail = Mail(
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
    if code in SIGN_IN:
        # The server refuses every message like this, until the operator fixes the account.
        raise NotProcessed(reason, unreachable=True)
    return Rejected(reason)
