"""Everything that we keep of a person, as a file for the person."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ... import sources
from ...models import Channel, ConsentRecord, Message, SkippedDigest, Subscriber
from ..preferences.lines import addresses_of, label_of


def data_of(subscriber: Subscriber, now: dt.datetime) -> dict[str, Any]:
    """By kind, in the order in which it came. Moments are UTC, as ISO 8601 writes them. A fixed
    number of queries."""
    addresses = addresses_of(subscriber)
    rows = list(subscriber.subscriptions.order_by("started_at", "pk"))
    places = sources.places({(row.scope, row.page_uuid) for row in rows})
    mailboxes = [each.address for each in addresses if each.channel == Channel.EMAIL]
    # A telephone may be shared: of its texts only those that name this person.
    messages = Message.objects.filter(
        Q(subscriber_uuid=subscriber.uuid) | Q(channel=Channel.EMAIL, address__in=mailboxes)
    )
    return {
        "about": _("Everything the class updates keep about you."),
        "made": _moment(now),
        "person": {
            "id": str(subscriber.uuid),
            "since": _moment(subscriber.created_at),
            "language": subscriber.language,
            "rhythm": subscriber.rhythm,
            "paused_from": _moment(subscriber.paused_from),
            "paused_until": _moment(subscriber.paused_until),
            "no_texts_from": _time(subscriber.quiet_from),
            "no_texts_until": _time(subscriber.quiet_until),
            "links_made_before_this_are_over": _moment(subscriber.links_since),
        },
        "addresses": [
            {
                "channel": each.channel,
                "address": each.address,
                "verified": _moment(each.verified_at),
            }
            for each in addresses
        ],
        "subscriptions": [
            {
                "what": label_of(places.get((row.scope, row.page_uuid))),
                "scope": row.scope,
                "page": str(row.page_uuid),
                "channel": row.channel,
                "nickname": row.nickname,
                "from": _moment(row.started_at),
                "until": _moment(row.ended_at),
            }
            for row in rows
        ],
        "consent": [
            {
                "when": _moment(record.at),
                "act": record.act,
                "channel": record.channel,
                "scope": record.scope,
                "page": str(record.page_uuid),
                "title": record.title,
                "school": record.school,
                "what_you_read": record.wording,
                "language": record.language,
                "where": record.source,
                "how_proved": record.proof,
            }
            for record in ConsentRecord.objects.of(subscriber.uuid)
        ],
        "messages": [
            {
                "written": _moment(message.created_at),
                "channel": message.channel,
                "kind": message.message_class,
                "to": message.address,
                "subject": message.subject,
                "status": message.state,
                "finished": _moment(message.settled_at),
            }
            for message in messages.order_by("created_at", "pk")
        ],
        "digests_not_sent": [
            {"window": _moment(one.window_start), "channel": one.channel, "reason": one.reason}
            for one in SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid).order_by(
                "window_start"
            )
        ],
    }


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _time(time: dt.time | None) -> str | None:
    return time.isoformat("minutes") if time else None
