"""Cancels waiting messages with an update that was taken down.

Other news in a canceled message goes out with the recipient's next digest, because its updates
count as not sent. What was handed over cannot be called back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import ngettext

from ..consent.rules import Reason
from ..models import DigestItem, Message, MessageClass
from ..models.contents import parts_with
from ..models.outbox import MessageQuerySet
from ..rules.state import SETTLED, State
from ..services.transitions import move

WAITING = (State.READY, State.CLAIMED)


@dataclass(frozen=True, slots=True)
class MailCount:
    """How many messages with an update wait or were canceled, and how many addresses received it
    before."""

    canceled: int = 0
    sent: int = 0


def count_mail(page_uuids: Collection[UUID]) -> MailCount:
    return MailCount(_waiting(page_uuids).count(), _sent(page_uuids))


@transaction.atomic
def cancel_waiting_mail(*, page_uuids: Collection[UUID]) -> MailCount:
    """Cancel every message with these updates that was not handed over to the provider. Their
    updates may go out with a later digest, including these if they are put back."""
    sent = _sent(page_uuids)
    canceled = move(_waiting(page_uuids), State.CANCELED, detail=Reason.TAKEN_DOWN)
    DigestItem.objects.filter(message_uuid__in=canceled).delete()
    return MailCount(len(canceled), sent)


def before(pages: Iterable[Any], **kwargs: Any) -> list[str]:
    """Returns what taking these pages down means for mail, shown before the confirmation."""
    count = count_mail([page.translation_key for page in pages])
    sentences = []
    if count.canceled:
        text = ngettext(
            "%(number)d message with it has not been sent yet and will not be sent. Its other "
            "news comes with the next class updates.",
            "%(number)d messages with it have not been sent yet and will not be sent. Their other "
            "news comes with the next class updates.",
            count.canceled,
        )
        sentences.append(text % {"number": count.canceled})
    if count.sent:
        text = ngettext(
            "%(number)d family already got it by email or text. A message that was sent cannot be "
            "taken back; its link will lead nowhere.",
            "%(number)d families already got it by email or text. Messages that were sent cannot "
            "be taken back; their links will lead nowhere.",
            count.sent,
        )
        sentences.append(text % {"number": count.sent})
    return sentences


def after(pages: Iterable[Any], **kwargs: Any) -> list[str]:
    """Cancels the waiting messages and returns sentences that report it."""
    done = cancel_waiting_mail(page_uuids=[page.translation_key for page in pages])
    sentences = []
    if done.canceled:
        text = ngettext(
            "%(number)d message that was waiting to be sent was canceled. Its other news comes "
            "with the next class updates.",
            "%(number)d messages that were waiting to be sent were canceled. Their other news "
            "comes with the next class updates.",
            done.canceled,
        )
        sentences.append(text % {"number": done.canceled})
    if done.sent:
        text = ngettext(
            "%(number)d family had already got it by email or text. A message that was sent cannot "
            "be taken back; its link leads nowhere while the update is down.",
            "%(number)d families had already got it by email or text. Messages that were sent "
            "cannot be taken back; their links lead nowhere while the update is down.",
            done.sent,
        )
        sentences.append(text % {"number": done.sent})
    return sentences


def _with_updates(page_uuids: Collection[UUID]) -> Q:
    items = DigestItem.objects.filter(page_uuid__in=page_uuids)
    return Q(pk__in=items.values("message_uuid"))


def _waiting(page_uuids: Collection[UUID]) -> MessageQuerySet:
    """Returns messages that contain these updates or list their days in the coming week."""
    wanted = _with_updates(page_uuids)
    if parts := parts_with(page_uuids):
        rows = Message.objects.filter(
            message_class=MessageClass.SUBSCRIPTION, state__in=WAITING
        ).values_list("pk", "parts")
        wanted |= Q(pk__in=[pk for pk, names in rows.iterator() if parts.intersection(names)])
    return Message.objects.filter(wanted, state__in=WAITING)


_GONE: Final = {State.HANDED_OVER, *SETTLED} - {State.CANCELED, State.REJECTED}


def families_by_update(page_uuids: Collection[UUID]) -> dict[UUID, int]:
    """Returns how many addresses each of these updates was sent to. One query."""
    gone = Message.objects.filter(state__in=_GONE).values("pk")
    items = DigestItem.objects.filter(page_uuid__in=page_uuids, message_uuid__in=gone)
    return dict(items.values_list("page_uuid").annotate(Count("address", distinct=True)))


def _sent(page_uuids: Collection[UUID]) -> int:
    rows = Message.objects.filter(_with_updates(page_uuids), state__in=_GONE)
    # Counted by address, because an update that was put back may have been sent twice.
    return int(rows.aggregate(n=Count("address", distinct=True))["n"])
