"""What a person follows, as the person reads it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ... import sources
from ...models import Channel, Scope, Subscriber, Subscription, VerifiedAddress

PUT_BACK_FOR: Final = dt.timedelta(days=30)
"""What was removed stays on the page for this long, to be put back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One page that a person follows, as its owner reads it. `place` is None where the page is
    gone, `active` are the channels on which the person gets it: none for what was removed not long
    ago. `nickname` is the person's own name for whose class it is."""

    scope: str
    page: UUID
    active: frozenset[str]
    by_email: bool  # whether the person has an email address
    place: sources.Place | None
    nickname: str = ""

    @property
    def key(self) -> str:
        """What the boxes of the form call it."""
        return key_of(self.scope, self.page)

    @property
    def label(self) -> str:
        """ "Math 3 – Juniper Creek Elementary", in the language that is active."""
        return label_read(self.place)

    def note(self, channel: str) -> str:
        """Why nothing comes of it at the moment; "" where all is well."""
        if self.place is None or self.place.offers_by(channel):
            return "" if self.active else _("You removed this. Select it to put it back.")
        if channel == Channel.TEXT:
            return _("Sends no texts right now.")
        return _("Sends no email right now.")

    def can_begin(self, channel: str) -> bool:
        """Whether anything would come of selecting it where it is not selected."""
        return self.place is not None and self.place.offers_by(channel)


def label_read(place: sources.Place | None) -> str:
    """The same of any page to which one can subscribe; a school has the name that the website has
    for whoever reads there."""
    if place is None:
        return _label_of_none()
    return label_recorded(place.scope, place.title_read, place.school_read)


def label_of(place: sources.Place | None) -> str:
    """The same with the school's own name, for what is recorded (see docs/adr/0007)."""
    if place is None:
        return _label_of_none()
    return label_recorded(place.scope, place.title, place.school)


def _label_of_none() -> str:
    return _("A page that is no longer there")


def label_recorded(scope: str, title: str, school: str) -> str:
    """The same of a page that may be gone, by what was recorded of it."""
    if scope == Scope.TEACHER:
        title = _("All classes of %(title)s") % {"title": title}
    elif scope == Scope.SCHOOL:
        return _("All classes of %(title)s") % {"title": title}
    elif scope == Scope.NOTICES:
        return _("Urgent notices of %(title)s") % {"title": title}
    return f"{title} – {school}"


def key_of(scope: str, page: UUID) -> str:
    """What the boxes of forms call a page."""
    return f"{scope}.{page}"


def addresses_of(subscriber: Subscriber) -> list[VerifiedAddress]:
    """The person's addresses on all channels, the oldest first."""
    return list(subscriber.addresses.order_by("verified_at", "pk"))


def lines_of(
    subscriber: Subscriber,
    addresses: Sequence[VerifiedAddress] | None = None,
    now: dt.datetime | None = None,
) -> list[Line]:
    """What the person follows on any channel, in the order in which it was asked for, and then what
    was removed in the last month and can be put back. `addresses` are those of `addresses_of`,
    where they are at hand."""
    since = (now or timezone.now()) - PUT_BACK_FOR
    rows = subscriber.subscriptions.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=since))
    runs: dict[tuple[str, UUID], list[Subscription]] = {}
    for row in sorted(rows, key=lambda row: (row.ended_at is not None, row.started_at, row.pk)):
        runs.setdefault((row.scope, row.page_uuid), []).append(row)
    if not runs:
        return []
    known = addresses_of(subscriber) if addresses is None else addresses
    by_email = any(each.channel == Channel.EMAIL for each in known)
    places = sources.places(runs)
    lines = [
        Line(
            scope,
            page,
            frozenset(row.channel for row in own if row.ended_at is None),
            by_email,
            places.get((scope, page)),
            _newest_nickname(own),
        )
        for (scope, page), own in runs.items()
    ]
    # A page that is gone cannot be put back.
    return [line for line in lines if line.active or line.place]


def _newest_nickname(rows: Sequence[Subscription]) -> str:
    """Of those that run, or of the last one that ended."""
    newest = max(rows, key=lambda row: (row.ended_at is None, row.started_at, row.pk))
    return newest.nickname
