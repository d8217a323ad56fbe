"""The hours without texts of the people to whom messages go, as they are right now."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from ..models import Channel, Message, Subscriber
from ..rules import quiet
from ..rules.policy import POLICIES

type Hours = tuple[dt.time, dt.time]
USUAL: Final[Hours] = (quiet.BEGIN, quiet.END)


def hours_of(messages: Sequence[Message]) -> dict[UUID, Hours]:
    """Of each message, by its id: its own hours, else those that its person chose, else the usual
    ones. One query where there is a text whose person may have chosen; else none."""
    asking = {
        each.subscriber_uuid
        for each in messages
        if each.channel == Channel.TEXT
        and POLICIES[each.message_class].quiet
        and each.subscriber_uuid is not None
        and each.quiet_from is None
    }
    chosen: dict[UUID | None, Hours] = {}
    if asking:
        rows = Subscriber.objects.filter(uuid__in=asking, quiet_from__isnull=False)
        chosen = {
            uuid: quiet.hours(begin, end)
            for uuid, begin, end in rows.values_list("uuid", "quiet_from", "quiet_until")
        }
    return {each.pk: _own(each) or chosen.get(each.subscriber_uuid) or USUAL for each in messages}


def _own(message: Message) -> Hours | None:
    """Those that were written into the message itself."""
    if message.quiet_from is None or message.quiet_until is None:
        return None
    return message.quiet_from, message.quiet_until
