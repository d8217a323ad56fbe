"""What a person gets, on one page: read it, change it, ask for a new link to it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import sources
from ..consent import services as consent
from ..consent import wording
from ..models import Channel, ConsentRecord, Scope, Subscriber, Subscription
from ..rules.masking import mask_address
from ..selectors import subscriber_of
from . import mails


@dataclass(frozen=True, slots=True)
class Line:
    """One page that a person follows, as its owner reads it. `place` is None where the page is
    gone, `active` are the channels on which the person gets it."""

    scope: str
    page: UUID
    active: frozenset[str]
    by_email: bool  # whether the person has an email address
    place: sources.Place | None

    @property
    def key(self) -> str:
        """What the boxes of the form call it."""
        return f"{self.scope}.{self.page}"

    @property
    def label(self) -> str:
        """ "Math 3 – Juniper Creek Elementary", in the language that is active."""
        if self.place is None:
            return _("A page that is no longer there")
        if self.place.scope == Scope.TEACHER:
            title = _("All classes of %(title)s") % {"title": self.place.title}
        elif self.place.scope == Scope.SCHOOL:
            return _("All classes of %(title)s") % {"title": self.place.title}
        elif self.place.scope == Scope.NOTICES:
            return _("Urgent notices of %(title)s") % {"title": self.place.title}
        else:
            title = self.place.title
        return f"{title} – {self.place.school}"

    def note(self, channel: str) -> str:
        """Why nothing comes of it at the moment; "" where all is well."""
        if self.place is None or self.place.offers_by(channel):
            return ""
        if channel == Channel.TEXT:
            return _("Sends no texts right now.")
        return _("Sends no email right now.")


def lines_of(subscriber: Subscriber) -> list[Line]:
    """What the person follows on any channel, in the order in which it was asked for."""
    active: dict[tuple[str, UUID], set[str]] = {}
    for row in Subscription.objects.active().filter(subscriber=subscriber):
        active.setdefault((row.scope, row.page_uuid), set()).add(row.channel)
    places = sources.places(active)
    by_email = subscriber.addresses.filter(channel=Channel.EMAIL).exists() if active else False
    return [
        Line(scope, page, frozenset(channels), by_email, places.get((scope, page)))
        for (scope, page), channels in active.items()
    ]


def numbers_of(subscriber: Subscriber) -> list[str]:
    """The person's phone numbers, masked: the link to this page may have been passed on."""
    known = subscriber.addresses.filter(channel=Channel.TEXT).order_by("verified_at")
    return [mask_address(each.address) for each in known]


@transaction.atomic
def change(
    *,
    subscriber: Subscriber,
    wanted: Mapping[Channel, Collection[str]],
    language: str,
    now: dt.datetime | None = None,
) -> None:
    """Let the person's lines be these, by their keys and for each channel, and write in this
    language from now on.

    Keys of what the person does not follow have no effect; a channel on which the person has no
    address begins nothing, and one that `wanted` does not name stays as it is.
    """
    now = now or timezone.now()
    if subscriber.language != language:
        subscriber.language = language
        subscriber.save(update_fields=["language"])
    reachable = set(subscriber.addresses.values_list("channel", flat=True))
    lines = lines_of(subscriber)
    _drop(subscriber, lines, wanted, now)
    for line in lines:
        for channel in wanted:
            if channel not in reachable or channel in line.active:
                continue
            if line.key in wanted[channel] and line.place and line.place.offers_by(channel):
                _begin(subscriber, line, channel, now)


def _drop(
    subscriber: Subscriber,
    lines: list[Line],
    wanted: Mapping[Channel, Collection[str]],
    now: dt.datetime,
) -> None:
    keys = {(line.scope, line.page): line.key for line in lines}
    own = Subscription.objects.active().filter(subscriber=subscriber)
    dropped = [
        row
        for row in own
        if row.channel in wanted
        and keys[row.scope, row.page_uuid] not in wanted[Channel(row.channel)]
    ]
    if dropped:
        consent.withdraw(subscriber=subscriber, subscriptions=dropped, by="preferences", now=now)


def _begin(subscriber: Subscriber, line: Line, channel: Channel, now: dt.datetime) -> None:
    record = ConsentRecord
    with translation.override(subscriber.language):
        words = wording.changed_on_own_page(line.label, channel)
    consent.begin(
        subscriber=subscriber,
        channel=channel,
        scope=line.scope,
        page=(line.page, line.place),
        evidence=consent.Evidence(
            words, subscriber.language, record.Source.PREFERENCES, record.Proof.LINK
        ),
        now=now,
    )


def send_link(*, address: str, language: str) -> None:
    """Write a mail with a fresh link to the page. An address that nobody proved gets one that
    says that it gets nothing, so that a person who mistyped at the start finds out; `language`
    is that of the screen, for such an address only."""
    subscriber = subscriber_of(address)
    if subscriber is None:
        mails.send_nothing_here(address=address, language=language)
    else:
        mails.send_preferences_link(subscriber=subscriber, address=address)
