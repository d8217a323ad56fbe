"""An update was taken down at once: what still waits to be sent goes without it.

A message that holds nothing else is canceled; one with other classes is written again without it,
in its place, so that nobody gets two or none. So is a welcome, which says more than its updates.
What was handed over cannot be called back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import ngettext

from .. import sources
from ..models import DigestItem, Message, MessageClass
from ..models.contents import parts_with
from ..rules.state import SETTLED, State
from ..services.bulk import Draft
from ..services.transitions import add_events, move
from .build import Digest, Group, Recipient
from .channels import renderer_of
from .schedule import LONGEST_LOOK_BACK
from .welcome import RHYTHM as WELCOME
from .welcome import redraw

DETAIL = "an update in it was taken down"
WAITING = (State.READY, State.CLAIMED)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """How many messages were written again, how many canceled, and to how many addresses it had
    been sent before."""

    written_again: int = 0
    canceled: int = 0
    sent: int = 0


def count_mail(page_uuids: Collection[UUID]) -> TakenOut:
    """Status now: what waits, as if it were canceled, and what is out. Two queries."""
    found = _messages(page_uuids)
    return TakenOut(canceled=found.filter(state__in=WAITING).count(), sent=_sent(found))


@transaction.atomic
def take_out_of_waiting_mail(*, page_uuids: Collection[UUID]) -> TakenOut:
    """Take these updates out of every message that has not been handed over to the provider.

    They may go out with a later digest, should they be put back. A fixed number of queries and a
    few for each message that is written again.
    """
    found = _messages(page_uuids)
    sent = _sent(found)
    waiting = list(
        Message.objects.filter(
            Q(pk__in=found.values("pk")) | Q(pk__in=_naming(page_uuids)), state__in=WAITING
        )
        .select_for_update()
        .order_by("pk")
    )
    if not waiting:
        return TakenOut(sent=sent)
    ids = [message.pk for message in waiting]
    DigestItem.objects.filter(message_uuid__in=ids, page_uuid__in=page_uuids).delete()
    left: dict[UUID, list[UUID]] = defaultdict(list)
    rows = DigestItem.objects.filter(message_uuid__in=ids).order_by("pk")
    for message_uuid, page_uuid in rows.values_list("message_uuid", "page_uuid"):
        left[message_uuid].append(page_uuid)
    today = timezone.localdate()
    # What waits may have the last news of a class that is over.
    directory = sources.directory(today, ended_since=today - LONGEST_LOOK_BACK)
    drafts = _drafts(waiting, _digests_of(waiting, left, directory), directory)
    empty = [message.pk for message in waiting if message.pk not in drafts]
    canceled = move(Message.objects.filter(pk__in=empty), State.CANCELED, detail=DETAIL)
    _write_again([message for message in waiting if message.pk in drafts], drafts)
    return TakenOut(len(drafts), len(canceled), sent)


def before(pages: Iterable[Any], **kwargs: Any) -> list[str]:
    """What taking these down means for mail, for whoever is about to."""
    count = count_mail([page.translation_key for page in pages])
    said = []
    if count.canceled:
        said.append(
            ngettext(
                "%(number)d message with it has not been sent yet: it goes out without it.",
                "%(number)d messages with it have not been sent yet: they go out without it.",
                count.canceled,
            )
            % {"number": count.canceled}
        )
    if count.sent:
        said.append(
            ngettext(
                "%(number)d family already got it by email or text. A message that was sent cannot "
                "be taken back; its link will lead nowhere.",
                "%(number)d families already got it by email or text. Messages that were sent "
                "cannot be taken back; their links will lead nowhere.",
                count.sent,
            )
            % {"number": count.sent}
        )
    return said


def after(pages: Iterable[Any], **kwargs: Any) -> list[str]:
    """Takes them out, and says what was done."""
    done = take_out_of_waiting_mail(page_uuids=[page.translation_key for page in pages])
    said = []
    stopped = done.canceled + done.written_again
    if stopped:
        said.append(
            ngettext(
                "It was taken out of %(number)d message that was waiting to be sent.",
                "It was taken out of %(number)d messages that were waiting to be sent.",
                stopped,
            )
            % {"number": stopped}
        )
    if done.sent:
        said.append(
            ngettext(
                "%(number)d family had already got it by email or text. A message that was sent "
                "cannot be taken back; its link leads nowhere while the update is down.",
                "%(number)d families had already got it by email or text. Messages that were sent "
                "cannot be taken back; their links lead nowhere while the update is down.",
                done.sent,
            )
            % {"number": done.sent}
        )
    return said


def _messages(page_uuids: Collection[UUID]) -> Any:
    items = DigestItem.objects.filter(page_uuid__in=page_uuids)
    return Message.objects.filter(pk__in=items.values("message_uuid"))


def _naming(page_uuids: Collection[UUID]) -> list[UUID]:
    """The messages that wait and say what is coming in these updates, without having them. Written
    again they say only what is coming in the updates that they have."""
    parts = parts_with(page_uuids)
    if not parts:
        return []
    waiting = Message.objects.filter(message_class=MessageClass.SUBSCRIPTION, state__in=WAITING)
    rows = waiting.values_list("pk", "parts").iterator()
    return [pk for pk, names in rows if parts.intersection(names)]


def _sent(found: Any) -> int:
    gone = {State.HANDED_OVER, *SETTLED} - {State.CANCELED, State.REJECTED}
    # By address: what was put back may have gone out to a family twice.
    return int(found.filter(state__in=gone).aggregate(n=Count("address", distinct=True))["n"])


def _digests_of(
    waiting: list[Message], left: dict[UUID, list[UUID]], directory: sources.Directory
) -> dict[UUID, Digest]:
    """The digest that remains of each message; none for one of which nothing remains, unless it
    is a welcome."""
    updates = sources.updates({page for pages in left.values() for page in pages})
    by_path = {facts.path: facts.page for facts in directory.classes.values()}
    found = {}
    for message in waiting:
        groups: dict[UUID, list[UUID]] = defaultdict(list)
        for key in left[message.pk]:
            update = updates.get(key)
            room = by_path.get(update.path[: -update.steplen]) if update is not None else None
            if room is not None:
                groups[room].append(key)
        if (groups or message.rhythm == WELCOME) and message.subscriber_uuid is not None:
            recipient = Recipient(message.subscriber_uuid, message.address, message.language, ())
            whole = tuple(Group(room, tuple(keys)) for room, keys in groups.items())
            found[message.pk] = Digest(recipient, whole)
    return found


def _drafts(
    waiting: list[Message], digests: dict[UUID, Digest], directory: sources.Directory
) -> dict[UUID, Draft]:
    """What each message says from now on, by its id; none for one that nobody needs any more."""
    drafts: dict[UUID, Draft] = {}
    by_channel: dict[str, list[Message]] = defaultdict(list)
    for message in waiting:
        digest = digests.get(message.pk)
        if digest is None:
            continue
        if message.rhythm != WELCOME:
            by_channel[message.channel].append(message)
        elif (draft := redraw(message, digest, directory)) is not None:
            drafts[message.pk] = draft
    today = timezone.localdate()
    for channel, messages in by_channel.items():
        updates = {key for message in messages for key in digests[message.pk].updates}
        # As they were drawn before: those that wait together are of one window.
        at = max(message.window_start or message.created_at for message in messages)
        renderer = renderer_of(channel, directory, updates, today, at=at)
        drafts |= {message.pk: renderer.draft(digests[message.pk]) for message in messages}
        renderer.save_parts()
    return drafts


def _write_again(waiting: list[Message], drafts: dict[UUID, Draft]) -> None:
    for message in waiting:
        draft = drafts[message.pk]
        message.subject, message.content_id = draft.words.subject, draft.words.content
        message.parts, message.alike = list(draft.words.parts), draft.alike
        message.substitutions = dict(draft.substitutions)
    fields = ["subject", "content", "parts", "substitutions", "alike"]
    Message.objects.bulk_update(waiting, fields)
    # A worker that has read the old words may no longer hand them over.
    claimed = Message.objects.filter(
        pk__in=[message.pk for message in waiting], state=State.CLAIMED
    )
    moved = set(move(claimed, State.READY, detail=DETAIL, claims=F("claims") - 1))
    rest = [message.pk for message in waiting if message.pk not in moved]
    add_events(rest, State.READY, at=timezone.now(), detail=DETAIL)
