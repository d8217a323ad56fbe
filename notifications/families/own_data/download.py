"""Everything that we keep of a person, as a file for the person."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from district_cms.students.selectors import on_the_list

from ... import sources
from ...models import (
    Channel,
    ConsentRecord,
    DigestItem,
    Message,
    PendingNumber,
    PendingSubscription,
    SkippedDigest,
    Subscriber,
    Suppression,
    VerifiedAddress,
)
from ..preferences.lines import addresses_of, label_of
from .belonging import addresses_in, came_since, messages_to_read, own_addresses


def data_of(subscriber: Subscriber, now: dt.datetime) -> dict[str, Any]:
    """By kind, in the order in which it came. Moments are UTC, as ISO 8601 writes them. A fixed
    number of queries."""
    addresses = addresses_of(subscriber)
    rows = list(subscriber.subscriptions.order_by("started_at", "pk"))
    places = sources.places({(row.scope, row.page_uuid) for row in rows})
    # A telephone may be shared, or have been somebody else's: of its texts only those that name
    # this person, or came since they alone have it.
    theirs = own_addresses(subscriber)
    alone = addresses_in(theirs)
    messages = Message.objects.filter(messages_to_read(subscriber, theirs))
    sent = list(DigestItem.objects.filter(came_since(theirs)).order_by("created_at", "pk"))
    titles = sources.titles(each.page_uuid for each in sent)
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
        "updates_sent": [
            {
                "when": _moment(each.created_at),
                "channel": each.channel,
                "what": titles.get(each.page_uuid, ""),
                "page": str(each.page_uuid),
            }
            for each in sent
        ],
        "addresses_that_get_no_messages": [
            {
                "channel": each.channel,
                "address": each.address,
                "why": each.cause,
                "since": _moment(each.since),
                "until": _moment(each.lifted_at),
            }
            for each in _suppressions(addresses)
        ],
        "open_requests": [*_requests(alone), *_numbers(subscriber)],
        "list_of_high_school_students": [
            {
                "address": row.address,
                "school": row.school.title,
                "grade": row.grade,
                "until": row.until.isoformat(),
            }
            for row in on_the_list(alone)
        ],
        "digests_not_sent": [
            {"window": _moment(one.window_start), "channel": one.channel, "reason": one.reason}
            for one in SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid).order_by(
                "window_start"
            )
        ],
    }


def _suppressions(addresses: Collection[VerifiedAddress]) -> QuerySet[Suppression]:
    """Of these addresses, but for what was over when they became the person's."""
    found = Q(pk__in=[])
    for known in addresses:
        standing = Q(lifted_at__isnull=True) | Q(lifted_at__gte=known.verified_at)
        found |= Q(address=known.address) & standing
    return Suppression.objects.filter(found).order_by("since", "pk")


def _requests(addresses: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "channel": Channel.EMAIL.value,
            "to": each.address,
            "scope": each.scope,
            "page": str(each.page_uuid),
            "asked": _moment(each.created_at),
            "kept_until": _moment(each.expires_at),
        }
        for each in PendingSubscription.objects.filter(address__in=addresses).order_by("pk")
    ]


def _numbers(subscriber: Subscriber) -> list[dict[str, Any]]:
    """Those that the person was adding to their own page."""
    return [
        {
            "channel": Channel.TEXT.value,
            "to": each.number,
            "asked": _moment(each.created_at),
            "kept_until": _moment(each.expires_at),
        }
        for each in PendingNumber.objects.filter(subscriber_uuid=subscriber.uuid).order_by("pk")
    ]


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _time(time: dt.time | None) -> str | None:
    return time.isoformat("minutes") if time else None
