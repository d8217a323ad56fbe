"""Digests that were decided and drawn, written into the outbox: a block at a time, or one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from district_cms.web.statements.rows import by_column, insert_rows

from ..models import Channel, DigestItem, MessageClass
from ..services.bulk import Draft, enqueue_many
from .build import Digest

RHYTHM = "posting-days"


@dataclass(frozen=True, slots=True)
class Planned:
    """A digest and the message that tells it."""

    digest: Digest
    draft: Draft


def write_all(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel = Channel.EMAIL
) -> tuple[list[Planned], list[tuple[Planned, Exception]]]:
    """Write these messages with their items; returns those that were written, and those that
    failed. A message that another run has written already, or one of whose updates it has, is left
    to that run and is neither."""
    if not planned:
        return [], []
    try:
        write_block(planned, window, channel)
    except (DatabaseError, ValueError):
        return _one_by_one(planned, window, channel)
    return list(planned), []


def _one_by_one(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel
) -> tuple[list[Planned], list[tuple[Planned, Exception]]]:
    written: list[Planned] = []
    failed: list[tuple[Planned, Exception]] = []
    for one in planned:
        try:
            write_block([one], window, channel)
        except IntegrityError:
            continue
        except (DatabaseError, ValueError) as error:
            failed.append((one, error))
        else:
            written.append(one)
    return written, failed


@transaction.atomic
def write_block(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel = Channel.EMAIL
) -> None:
    """All of these or none. Raises IntegrityError where one is there already."""
    ids = enqueue_many(
        [one.draft for one in planned],
        message_class=MessageClass.SUBSCRIPTION,
        channel=channel,
        rhythm=RHYTHM,
        window_start=window,
        # One moment for all, so that equal ones stand together when they are sent.
        send_after=window,
    )
    items: list[tuple[str, UUID, UUID]] = []
    for one, message in zip(planned, ids, strict=True):
        address, again = one.digest.recipient.address, one.digest.again
        items += [(address, key, message) for key in one.digest.updates if key not in again]
        if again:
            _take_over(address, channel, again, message)
    insert_rows(
        DigestItem, {"channel": channel}, by_column(("address", "page_uuid", "message_uuid"), items)
    )


def _take_over(address: str, channel: Channel, pages: frozenset[UUID], message: UUID) -> None:
    """Updates that go out once more belong to the new message, and have had their second time."""
    rows = DigestItem.objects.filter(
        address=address, channel=channel, page_uuid__in=pages, may_repeat=True
    )
    if rows.update(message_uuid=message, may_repeat=False, repeats=1) != len(pages):
        raise IntegrityError("Evidence came, or another run was quicker.")
