"""Changing what a person gets: classes, channels, names, rhythm, hours, language."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from ... import sources
from ...consent import services as consent
from ...consent import wording
from ...consent.stops import stopped_among
from ...consent.students import may_follow
from ...models import Channel, ConsentRecord, Subscriber, Subscription
from ...selectors import subscriber_of
from ...texts import messages as sending
from .. import mails
from .lines import Line, label_of, lines_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person's page says after a change. What is None, or not named, stays as it is.

    `boxes` are the keys of the lines that are selected, for each channel, and `had` those that were
    when the page was opened: what was added or stopped since, in another window or by a message,
    stays as it is. `nicknames` are names by the keys of lines; `quiet` the hours without texts, on
    the clock of the number's place.
    """

    boxes: Mapping[Channel, Collection[str]]
    had: Mapping[Channel, Collection[str]]
    language: str
    rhythm: str | None = None
    quiet: tuple[dt.time, dt.time] | None = None
    nicknames: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def change(*, subscriber: Subscriber, wishes: Wishes, now: dt.datetime | None = None) -> None:
    """Let the person's page be as they wish.

    Keys of what the person neither follows nor removed lately have no effect, and a channel on
    which the person has no address begins nothing.
    """
    now = now or timezone.now()
    _set(subscriber, wishes)
    had_texts = _gets_texts(subscriber)
    reachable = set(subscriber.addresses.values_list("channel", flat=True))
    lines = lines_of(subscriber, now=now)
    _drop(subscriber, lines, wishes, now)
    asked = [
        (line, line.place, channel)
        for line in lines
        for channel in wishes.boxes
        if line.place
        and channel in reachable
        and channel not in line.active
        and line.key in wishes.boxes[channel]
        and line.key not in wishes.had.get(channel, ())
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
        name = wishes.nicknames.get(line.key, line.nickname)
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


def _set(subscriber: Subscriber, wishes: Wishes) -> None:
    """What stands in the person's own row."""
    subscriber.language = wishes.language
    if wishes.rhythm is not None:
        subscriber.rhythm = wishes.rhythm
    if wishes.quiet is not None:
        subscriber.quiet_from, subscriber.quiet_until = wishes.quiet
    subscriber.save(update_fields=["language", "rhythm", "quiet_from", "quiet_until"])


def _drop(
    subscriber: Subscriber,
    lines: list[Line],
    wishes: Wishes,
    now: dt.datetime,
) -> None:
    keys: dict[tuple[str, UUID], str] = {(line.scope, line.page): line.key for line in lines}
    ended = {each: {*had} - {*wishes.boxes[each]} for each, had in wishes.had.items()}
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
