"""New links, so that those that were passed on by mistake open nothing any more."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ...models import Channel, OwnDataCode, PendingNumber, Subscriber
from .. import mails


@transaction.atomic
def renew_links(*, subscriber: Subscriber, now: dt.datetime | None = None) -> list[str]:
    """Let every link to the person's pages that was made until now open nothing, with what was
    begun behind one; the links that stop messages stay. A new link goes to the person's mailboxes
    only: whoever asks may be whoever the old one was passed on to. Returns those mailboxes."""
    now = now or timezone.now()
    # Links know their second only: that of `now` is one of those that are over.
    since = now.replace(microsecond=0) + dt.timedelta(seconds=1)
    subscriber.links_since = since
    subscriber.save(update_fields=["links_since"])
    PendingNumber.objects.filter(subscriber_uuid=subscriber.uuid).delete()
    OwnDataCode.objects.filter(subscriber=subscriber).delete()
    known = subscriber.addresses.filter(channel=Channel.EMAIL).order_by("verified_at", "pk")
    mailboxes = list(known.values_list("address", flat=True))
    for address in mailboxes:
        mails.send_preferences_link(subscriber=subscriber, address=address, at=since)
    return mailboxes
