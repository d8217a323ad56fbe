"""The outbox's copies of addresses and of personal words; that something was sent stays."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db.models import CharField, Max, Min
from django.db.models.functions import Cast

from district_cms.barriers.mails import REFERENCE_HEADER
from district_cms.barriers.models import BarrierReport

from ..models import LegalHold, Message, MessageContent
from ..rules.state import SETTLED
from .holds import must_keep

BLOCK: Final = 2_000
MOST: Final = 20_000
"""So many messages in one run; the next one goes on."""
CAUGHT_UP: Final = dt.timedelta(days=7)
"""For so long after a hold the night looks for what could not be forgotten while it stood."""


def forget_addresses(*, before: dt.datetime, now: dt.datetime, most: int = MOST) -> int:
    """Take address and links out of messages that were written before and are over, and the words
    of those that were for one recipient. Class, window, status and events stay, so that counts are
    the same as before. Returns how many messages; at most `most`. Two statements a block."""
    done = 0
    while done < most:
        rows = Message.objects.filter(
            created_at__lt=before, address_purged_at__isnull=True, state__in=SETTLED
        )
        block = list(
            rows.order_by("created_at").values_list("pk", "content_id", "alike")[
                : min(BLOCK, most - done)
            ]
        )
        if not block:
            break
        # The id in the address's place: unique as the address was, and it names nobody.
        Message.objects.filter(pk__in=[pk for pk, _content, _alike in block]).update(
            address=Cast("pk", CharField()),
            # It may be made of the address.
            dedupe_key=None,
            substitutions={},
            address_purged_at=now,
        )
        own = {content for _pk, content, alike in block if not alike}
        MessageContent.objects.filter(pk__in=own).update(text="", html="", headers={})
        done += len(block)
    return done


def forget_barrier_answers(references: Collection[str]) -> int:
    """Delete the outbox's copies of answers to these reports of barriers: each names the address
    that is forgotten with its report. Their events stay, and say that something was sent. Returns
    how many; none while records must be kept. Called inside the transaction that forgets the rest.
    """
    if not references or must_keep():
        return 0
    words = MessageContent.objects.filter(**{f"headers__{REFERENCE_HEADER}__in": list(references)})
    contents = list(words.values_list("pk", flat=True))
    deleted, _by_model = Message.objects.filter(content__in=contents).delete()
    MessageContent.objects.filter(pk__in=contents).delete()
    return deleted


def catch_up_barrier_answers(now: dt.datetime) -> int:
    """Delete the copies of answers that a hold which was lifted lately has kept. Returns how
    many."""
    holds = LegalHold.objects.aggregate(first=Min("since"), lifted=Max("lifted_at"))
    if holds["lifted"] is None or holds["lifted"] < now - CAUGHT_UP:
        return 0
    reports = BarrierReport.objects.filter(contact_deleted_at__gte=holds["first"])
    return forget_barrier_answers(list(reports.values_list("reference", flat=True)))
