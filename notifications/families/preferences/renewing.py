"""New links, so that those that were passed on by mistake open nothing any more."""

import datetime as dt

from django.utils import timezone

from ...models import Subscriber
from ..tokens import preferences_token


def renew_links(*, subscriber: Subscriber, now: dt.datetime | None = None) -> str:
    """Let every link to the person's pages that was made until now open nothing; the links that
    stop messages stay. Returns the secret of a new one to their choices."""
    now = now or timezone.now()
    # Links know their second only: that of `now` is one of those that are over.
    since = now.replace(microsecond=0) + dt.timedelta(seconds=1)
    subscriber.links_since = since
    subscriber.save(update_fields=["links_since"])
    return preferences_token(subscriber.uuid, at=since)
