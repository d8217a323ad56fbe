"""Acts on a received text, once its signature is verified. `commands` understands it.

Neither our actions nor our answers reveal who had the number before, or which classes they
followed.
"""

import datetime as dt
import logging
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from district_cms.audit_log.services import record

from ..consent import services as consent
from ..consent.rules import StopScope, stopped_channels
from ..consent.services import is_stopped, lift_stop, stop_number
from ..guardians.urgent import decline
from ..models import Channel, Guardian, Message, MessageClass, Subscriber
from ..selectors import subscribers_of_number
from ..services import enqueue_message
from ..webhooks.events import InboundText
from . import messages
from .commands import TextCommand, Understood, understand
from .numbers import NoNumber, normalize_number

log = logging.getLogger("district.texts")

CONFIRM_WITHIN: Final = dt.timedelta(minutes=5)
"""A stop may be confirmed by one text for this long (47 CFR 64.1200(a)(12))."""
CLAUSE: Final = "law-text-consent"
ANSWERS_A_DAY: Final = 4
_OPT_OUT_TYPES: Final = {
    "STOP": TextCommand.STOP,
    "START": TextCommand.START,
    "HELP": TextCommand.HELP,
}


@transaction.atomic
def answer_text(text: InboundText) -> None:
    """Act on the text, and write the answer into the outbox; a late answer is not sent."""
    answer = handle_inbound_text(
        sender=text.sender,
        to=text.recipient,
        body=text.body,
        at=text.at,
        opt_out_type=text.answered,
    )
    if answer is not None:
        enqueue_message(
            message_class=MessageClass.REPLY,
            channel=Channel.TEXT,
            address=text.sender,
            text=answer,
            dedupe_key=f"text-reply:{text.id}",
            expires_at=text.at + CONFIRM_WITHIN,
        )


def handle_inbound_text(
    *, sender: str, to: str, body: str, at: dt.datetime, opt_out_type: str = ""
) -> str | None:
    """Act on the text; returns the answer to send, or None.

    `at` (aware) is when the text arrived, `to` our number or service. `opt_out_type` is the keyword
    that Twilio answered itself ("STOP", "START", "HELP"); then we do not answer. Handling a text
    twice changes nothing more and is not answered again.
    """
    try:
        number = normalize_number(sender)
    except NoNumber:
        log.info("a text from a sender that is no US telephone number")
        return None
    understood = understand(body)
    carrier = _OPT_OUT_TYPES.get(opt_out_type.upper())
    # "Stop everything" says more than the STOP that Twilio recognizes in it.
    if carrier is not None and not (carrier is TextCommand.STOP and understood.command in _STOPS):
        understood = Understood(carrier, understood.language)
    answer = _act(number, understood, at)
    return None if carrier is not None else answer


_STOPS: Final = frozenset({TextCommand.STOP, TextCommand.STOP_EVERYTHING})


def _act(number: str, understood: Understood, at: dt.datetime) -> str | None:
    people = subscribers_of_number(number)
    with translation.override(_language(understood, people)):
        if understood.command in _STOPS:
            return _stop(
                number, people, everything=understood.command is TextCommand.STOP_EVERYTHING, at=at
            )
        if understood.command is TextCommand.START:
            return _start(number)
        # A person who stopped texts and now writes something else gets no answer, unless they ask
        # for help: after a stop the law and the carriers allow only its confirmation.
        is_help = understood.command is TextCommand.HELP
        if not is_help and is_stopped(number):
            return None
        if understood.command is TextCommand.YES_OR_NO:
            return None if _answers(number) else messages.no_open_question()
        if _answered_enough(number):
            return None
        return messages.helped() if is_help else messages.not_read()


@transaction.atomic
def _stop(
    number: str, people: list[Subscriber], *, everything: bool, at: dt.datetime
) -> str | None:
    """Stop texts to this number, whoever it belongs to."""
    channels = stopped_channels(everything=everything, scope=StopScope(settings.TEXT_STOP_SCOPE))
    # On a shared telephone we cannot tell who wrote, so everyone's email continues.
    by_email = Channel.EMAIL in channels and len(people) == 1
    first = stop_number(number, at=at)
    ended = 0
    for person in people:
        ending = channels if by_email else {Channel.TEXT.value}
        ended += consent.withdraw(subscriber=person, channels=ending, by="text", now=at)
    emails = set(Guardian.objects.filter(telephone=number).values_list("email", flat=True))
    if Channel.EMAIL in channels and len(emails) == 1:
        decline(addresses=list(emails), how="stopped everything by a text")
    if first or ended:
        record(action="texts.stopped", actor="a text message", at=at, everything=everything)
    if not (first or ended) or timezone.now() - at > CONFIRM_WITHIN:
        return None
    return messages.stopped_everything() if everything else messages.stopped()


@transaction.atomic
def _start(number: str) -> str | None:
    """Allow texts to this number again. Stopped subscriptions do not resume: they may have been
    somebody else's."""
    if not lift_stop(number):
        return None if _answered_enough(number) else messages.helped()
    record(action="texts.allowed_again", actor="a text message")
    return messages.started()


def _answered_enough(number: str) -> bool:
    """Returns True if the number reached today's limit of answers, so that an automatic reply
    cannot keep both sides going. Stops and starts are answered beyond the limit."""
    return _answers(number) >= ANSWERS_A_DAY


def _answers(number: str) -> int:
    """Returns the number of answers to this number in the last day."""
    answers = Message.objects.filter(
        message_class=MessageClass.REPLY,
        channel=Channel.TEXT,
        address=number,
        created_at__gt=timezone.now() - dt.timedelta(days=1),
    )
    return answers.count()


def _language(understood: Understood, people: list[Subscriber]) -> str:
    """Returns the language of the words if it is clear, otherwise the person's, otherwise the
    district's."""
    if understood.language == "es" or (understood.language and not people):
        return understood.language
    languages = {person.language for person in people}
    return languages.pop() if len(languages) == 1 else settings.LANGUAGE_CODE
