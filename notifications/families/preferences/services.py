"""Changing what a person gets: classes, channels, names, rhythm, hours, language; pauses; links."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from ... import sources
from ...consent import services as consent
from ...consent import wording
from ...consent.stops import stopped_among
from ...consent.students import may_follow
from ...models import (
    Channel,
    ConsentRecord,
    OwnDataCode,
    PendingNumber,
    Subscriber,
    Subscription,
)
from ...selectors import subscriber_of
from ...texts import messages as sending
from .. import mails
from .lines import Line, label_of, lines_of

LONGEST_PAUSE: Final = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Choices:
    """The person's choices; what is None or not named stays as it is.

    `boxes` are the keys of the selected lines by channel, `had` those selected when the page was
    opened: what another window changed since stays as it is.
    """

    boxes: Mapping[Channel, Collection[str]]
    had: Mapping[Channel, Collection[str]]
    language: str
    rhythm: str | None = None
    quiet: tuple[dt.time, dt.time] | None = None
    nicknames: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def change(*, subscriber: Subscriber, choices: Choices, now: dt.datetime | None = None) -> None:
    """Apply the choices. Keys that the person does not have, and channels without an address, have
    no effect."""
    now = now or timezone.now()
    _set(subscriber, choices)
    had_texts = _gets_texts(subscriber)
    reachable = set(subscriber.addresses.values_list("channel", flat=True))
    lines = lines_of(subscriber, now=now)
    _drop(subscriber, lines, choices, now)
    asked = [
        (line, line.place, channel)
        for line in lines
        for channel in choices.boxes
        if line.place
        and channel in reachable
        and channel not in line.active
        and line.key in choices.boxes[channel]
        and line.key not in choices.had.get(channel, ())
        and line.place.offers_by(channel)
    ]
    allowed = may_follow(subscriber.pk, [place for _line, place, _channel in asked])
    begun = [
        _begin(subscriber, place, channel, now, nickname=line.nickname)
        for line, place, channel in asked
        if place in allowed
    ]
    if not had_texts:
        _welcome(subscriber, begun)
    for line in lines:
        name = choices.nicknames.get(line.key, line.nickname)
        if name != line.nickname:
            call(subscriber=subscriber, line=line, nickname=name)


def call(*, subscriber: Subscriber, line: Line, nickname: str) -> None:
    """Let what the person follows have this name of theirs, on all channels."""
    rows = Subscription.objects.active().filter(scope=line.scope, page_uuid=line.page)
    rows.filter(subscriber=subscriber).update(nickname=nickname)


@transaction.atomic
def add(
    *, subscriber: Subscriber, places: Collection[sources.Place], now: dt.datetime | None = None
) -> list[sources.Place]:
    """Begin to follow these pages: by email, or by text where that is the only address. Returns
    those that began: not a page that sends nothing there today, nor one that a student may not
    follow."""
    now = now or timezone.now()
    channels = set(subscriber.addresses.values_list("channel", flat=True))
    if not channels:
        return []
    channel = Channel.EMAIL if Channel.EMAIL in channels else Channel.TEXT
    running = {(line.scope, line.page) for line in lines_of(subscriber) if channel in line.active}
    begun = [
        place
        for place in may_follow(subscriber.pk, places)
        if place.offers_by(channel) and (place.scope, place.page) not in running
    ]
    had_texts = _gets_texts(subscriber)
    rows = [_begin(subscriber, place, channel, now) for place in begun]
    if not had_texts:
        _welcome(subscriber, rows)
    return begun


def _set(subscriber: Subscriber, choices: Choices) -> None:
    """What stands in the person's own row."""
    subscriber.language = choices.language
    if choices.rhythm is not None:
        subscriber.rhythm = choices.rhythm
    if choices.quiet is not None:
        subscriber.quiet_from, subscriber.quiet_until = choices.quiet
    subscriber.save(update_fields=["language", "rhythm", "quiet_from", "quiet_until"])


def _drop(
    subscriber: Subscriber,
    lines: list[Line],
    choices: Choices,
    now: dt.datetime,
) -> None:
    keys: dict[tuple[str, UUID], str] = {(line.scope, line.page): line.key for line in lines}
    ended = {each: {*had} - {*choices.boxes[each]} for each, had in choices.had.items()}
    own = Subscription.objects.active().filter(subscriber=subscriber)
    # What another window adds at this moment is none of the lines.
    dropped = [
        row
        for row in own
        if keys.get((row.scope, row.page_uuid)) in ended.get(Channel(row.channel), set())
    ]
    if dropped:
        consent.withdraw(subscriber=subscriber, subscriptions=dropped, by="preferences", now=now)


def _begin(
    subscriber: Subscriber,
    place: sources.Place,
    channel: Channel,
    now: dt.datetime,
    *,
    nickname: str = "",
) -> Subscription:
    record = ConsentRecord
    with translation.override(subscriber.language):
        words = wording.changed_on_own_page(label_of(place), channel)
    begun = consent.begin(
        subscriber=subscriber,
        channel=channel,
        scope=place.scope,
        page=(place.page, place),
        evidence=consent.Evidence(
            words, subscriber.language, record.Source.PREFERENCES, record.Proof.LINK
        ),
        now=now,
    )
    if nickname and begun.nickname != nickname:
        begun.nickname = nickname
        begun.save(update_fields=["nickname"])
    return begun


def _gets_texts(subscriber: Subscriber) -> bool:
    return subscriber.subscriptions.active().filter(channel=Channel.TEXT).exists()


def _welcome(subscriber: Subscriber, begun: Collection[Subscription]) -> None:
    """Where texts begin with these: each of the person's numbers gets the text that confirms the
    program (CTIA Messaging Principles, 5.1), at most one a day, however often they begin."""
    first = next((row for row in begun if row.channel == Channel.TEXT), None)
    if first is None:
        return
    known = list(subscriber.addresses.filter(channel=Channel.TEXT).order_by("pk"))
    stopped = stopped_among([each.address for each in known])
    for each in known:
        if each.address not in stopped:
            key = f"{each.pk}:{timezone.localdate().isoformat()}"
            sending.send_welcome(number=each.address, language=subscriber.language, key=key)


def send_link(*, address: str, language: str) -> None:
    """Write a mail with a fresh link to the page. An address that nobody proved gets one that
    says that it gets nothing, so that a person who mistyped at the start finds out; `language`
    is that of the screen, for such an address only."""
    subscriber = subscriber_of(address)
    if subscriber is None:
        mails.send_nothing_here(address=address, language=language)
    else:
        mails.send_preferences_link(subscriber=subscriber, address=address)


def first_day(today: dt.date) -> dt.date:
    """The first day until which one can pause."""
    return today + dt.timedelta(days=1)


def last_day(today: dt.date) -> dt.date:
    return today + LONGEST_PAUSE


def pause(*, subscriber: Subscriber, until: dt.date, now: dt.datetime | None = None) -> None:
    """Send no class updates before that day (a date in the district's zone). A pause that runs gets
    this end and keeps its beginning. Raises ValueError for a day that cannot be chosen."""
    now = now or timezone.now()
    zone = sources.district_zone()
    today = now.astimezone(zone).date()
    if not first_day(today) <= until <= last_day(today):
        raise ValueError("A pause ends between tomorrow and half a year from now.")
    if not is_paused(subscriber, now):
        subscriber.paused_from = now
    subscriber.paused_until = dt.datetime.combine(until, dt.time(), tzinfo=zone).astimezone(dt.UTC)
    subscriber.save(update_fields=["paused_from", "paused_until"])


def resume(*, subscriber: Subscriber, now: dt.datetime | None = None) -> None:
    """End the pause that runs; without one, nothing changes."""
    now = now or timezone.now()
    if is_paused(subscriber, now):
        subscriber.paused_until = now
        subscriber.save(update_fields=["paused_until"])


def is_paused(subscriber: Subscriber, now: dt.datetime) -> bool:
    start, end = subscriber.paused_from, subscriber.paused_until
    return start is not None and end is not None and start <= now < end


def back_on(subscriber: Subscriber, now: dt.datetime) -> dt.date | None:
    """The day on which updates come again; None where there is no pause."""
    if subscriber.paused_until is None or not is_paused(subscriber, now):
        return None
    return subscriber.paused_until.astimezone(sources.district_zone()).date()


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
