"""Who paused the updates: they get none, and it is written down on posting days."""

import datetime as dt

from django.db.models import QuerySet

from ..models import Channel, SkippedDigest, Subscriber

REASON = "paused"  # one of `SkippedDigest.REASONS`


def paused(window: dt.datetime) -> QuerySet[Subscriber]:
    """Everyone who pauses at the moment of this window."""
    return Subscriber.objects.filter(paused_from__lte=window, paused_until__gt=window)


def note_paused(window: dt.datetime, channel: Channel = Channel.EMAIL) -> None:
    """Write down that they got none, once a window."""
    people = paused(window).filter(
        subscriptions__channel=channel, subscriptions__ended_at__isnull=True
    )
    SkippedDigest.objects.bulk_create(
        (
            SkippedDigest(subscriber_uuid=uuid, channel=channel, window_start=window, reason=REASON)
            for uuid in people.distinct().values_list("uuid", flat=True)
        ),
        ignore_conflicts=True,
    )
