"""People who follow classes and schools, and notices about them."""

import datetime as dt
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils import timezone

from notifications.models import (
    Channel,
    Scope,
    Subscriber,
    Subscription,
    UrgentNotice,
    VerifiedAddress,
)

_numbers = count(1)
ENGLISH = "All schools are closed on Tuesday because of the snow."
SPANISH = "Todas las escuelas están cerradas el martes por la nieve."


def follow(
    page: Any,
    scope: Scope = Scope.CLASS,
    *,
    number: int = 1,
    channel: Channel = Channel.EMAIL,
    language: str = "en",
    address: str = "",
) -> list[str]:
    """Creates this many people who follow `page`; returns their addresses. With `address` they
    share it."""
    people = Subscriber.objects.bulk_create(
        [Subscriber(language=language) for _each in range(number)]
    )
    known = []
    for person in people:
        mark = next(_numbers)
        own = f"f{mark}@example.net" if channel == Channel.EMAIL else f"+1406555{mark:04}"
        known.append(VerifiedAddress(subscriber=person, channel=channel, address=address or own))
    VerifiedAddress.objects.bulk_create(known)
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber=person, channel=channel, scope=scope, page_uuid=page.translation_key
            )
            for person in people
        ]
    )
    return [each.address for each in known]


def urgent(author: Any, schools: Iterable[Any] | None = None, **fields: Any) -> UrgentNotice:
    """An urgent notice that waits, for the whole district unless `schools` are given."""
    values = {
        "title_en": "Closed on Tuesday",
        "title_es": "Cerrado el martes",
        "text_en": ENGLISH,
        "text_es": SPANISH,
        "ends_at": timezone.now() + dt.timedelta(hours=9),
        "whole_district": schools is None,
        "made_by": author,
        "made_by_name": str(author),
        **fields,
    }
    notice = UrgentNotice.objects.create(**values)
    notice.schools.set(schools or ())
    return notice
