"""Sends through any mail backend of Django: the district's own mail server, for example.

The backend is the one that `settings.MAILERS` names under `settings.MAIL_DELIVERY_ALIAS`. A
connection serves at most twenty messages, since SMTP tells nothing later: so many are unknown when
a worker dies. After anything but a yes it is a new one, so that whatever fails before a message
itself surely sent nothing.
"""

import smtplib
import time
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from .base import (
    Accepted,
    Answer,
    Examined,
    NotProcessed,
    Outgoing,
    Provider,
    Rejected,
    Unclear,
)
from .composing import ComposedMail, Composer
from .senders import envelope_problem, examine_senders

# What goes wrong before a server was told anything; the last three come of settings that no
# server can have.
NO_LINE: Final = (
    smtplib.SMTPException,
    OSError,
    ValueError,
    OverflowError,
    ImproperlyConfigured,
)
TEMPORARY = range(400, 500)  # RFC 5321, 4.2.1: "the client should try again"
SIGN_IN: Final = frozenset({530, 534, 535, 538})  # RFC 4954, 6: it wants another sign-in, or one
SECONDS: Final = 30.0
"""A chunk begins no further message after so long."""


class DjangoBackendProvider(Provider):
    name = "django"
    most_at_once = 20

    def __init__(self) -> None:
        self._composer = Composer()

    def send(self, message: Outgoing) -> Accepted | Rejected:
        (answer,) = self.send_many([message])
        if isinstance(answer, NotProcessed | Unclear):
            raise answer
        return answer

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """One connection after the other; where none can be had, the rest was not processed."""
        answers: list[Answer] = []
        stop_at = time.monotonic() + SECONDS
        while len(answers) < len(messages):
            rest = messages[len(answers) :]
            try:
                backend = _open_line()
            except NO_LINE as error:
                failure = _without_line(error)
                return [*answers, *([failure] * len(rest))]
            try:
                answers += self._over_one_line(backend, rest, stop_at)
            finally:
                backend.close()
            last = answers[-1]
            if isinstance(last, NotProcessed) and last.unreachable:
                return [*answers, *([last] * (len(messages) - len(answers)))]
            if time.monotonic() >= stop_at:
                late = len(messages) - len(answers)
                return [*answers, *([NotProcessed("no time was left for it")] * late)]
        return answers

    def examine(self) -> Sequence[Examined]:
        """The senders, and whether the mail server lets us in."""
        try:
            _open_line().close()
        except NO_LINE as error:
            door = Examined(
                False,
                f"The mail server cannot be reached or does not let us in ({type(error).__name__}: "
                f"{error}). Check MAIL_HOST, MAIL_PORT, MAIL_USERNAME and MAIL_PASSWORD.",
            )
        else:
            door = Examined(True, "The mail server lets us in.")
        return [door, *examine_senders()]

    def _over_one_line(
        self, backend: BaseEmailBackend, messages: Sequence[Outgoing], stop_at: float
    ) -> list[Answer]:
        """The answers up to the first that is no yes: behind it the line may be cut."""
        answers: list[Answer] = []
        for message in messages:
            try:
                answer: Answer = self._hand_over(backend, message)
            except (NotProcessed, Unclear) as failure:
                answer = failure
            answers.append(answer)
            if not isinstance(answer, Accepted) or time.monotonic() >= stop_at:
                break
        return answers

    def _hand_over(self, backend: BaseEmailBackend, message: Outgoing) -> Accepted | Rejected:
        if fault := envelope_problem(message):
            return Rejected(fault)
        try:
            sent = backend.send_messages([self._mail(backend, message)])
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

    def _mail(self, backend: BaseEmailBackend, message: Outgoing) -> EmailMessage:
        """Other backends than Django's own for SMTP, also those that are made of it, may want more
        of a mail than its bytes."""
        if type(backend) is EmailBackend:
            composed = self._composer.compose(message)
            if composed is not None:
                return ComposedMail(message, composed)
        return as_email(message.whole())


def _open_line() -> BaseEmailBackend:
    """A connection that stands. Raises one of `NO_LINE`."""
    backend = mailers[settings.MAIL_DELIVERY_ALIAS]
    try:
        backend.open()
    except BaseException:
        backend.close()
        raise
    return backend


def _without_line(error: Exception) -> NotProcessed:
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in TEMPORARY:
        # It is there, and has as many connections as it takes (421), ours or those of others.
        return NotProcessed(f"no connection: {error.smtp_code}", busy=True)
    return NotProcessed(f"no connection: {type(error).__name__}", unreachable=True)


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
    if code in SIGN_IN:
        # It says so to every message: the operator mends the account.
        raise NotProcessed(reason, unreachable=True)
    return Rejected(reason)
