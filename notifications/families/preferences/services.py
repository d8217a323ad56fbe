"""What a person follows, and how they change it: channels, nicknames, rhythm, language, pauses,
links."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ... import sources
from ...consent import services as consent
from ...consent import wording
from ...consent.services import stopped_among
from ...consent.students import may_follow
from ...models import (
    Channel,
    ConsentRecord,
    OwnDataCode,
    PendingNumber,
    Scope,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ...selectors import subscriber_of
from ...texts import messages as sending
from .. import mails

PUT_BACK_FOR: Final = dt.timedelta(days=30)
"""How long removed subscriptions stay on the page, to be put back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One page that a person follows, as its owner sees it. `place` is None if the page is gone.
    `active` contains the channels on which the person gets it; it is empty for a recently removed
    one. `nickname` is the person's own name for whose class it is."""

    scope: str
    page: UUID
    active: frozenset[str]
    by_email: bool  # whether the person has an email address
    place: sources.Place | None
    nickname: str = ""

    @property
    def key(self) -> str:
        """Returns its key in the form."""
        return key_of(self.scope, self.page)

    @property
    def label(self) -> str:
        """Returns "Math 3 – Juniper Creek Elementary", in the active language."""
        return label_read(self.place)

    def note(self, channel: str) -> str:
        """Returns why nothing comes from it at the moment, "" if all is well."""
        if self.place is None or self.place.offers_by(channel):
            return "" if self.active else _("You removed this. Select it to put it back.")
        if channel == Channel.TEXT:
            return _("Sends no texts right now.")
        return _("Sends no email right now.")

    def can_begin(self, channel: str) -> bool:
        """Returns True if selecting it would start messages."""
        return self.place is not None and self.place.offers_by(channel)


def label_read(place: sources.Place | None) -> str:
    """Returns the label of a page that can be subscribed to, with the school's name as the website
    shows it to this reader."""
    if place is None:
        return _label_of_none()
    return label_recorded(place.scope, place.title_read, place.school_read)


def label_of(place: sources.Place | None) -> str:
    """Returns the label with the school's own name, for records (see docs/adr/0007)."""
    if place is None:
        return _label_of_none()
    return label_recorded(place.scope, place.title, place.school)


def _label_of_none() -> str:
    return _("A page that is no longer there")


def label_recorded(scope: str, title: str, school: str) -> str:
    """Returns the label of a page that may be gone, from its record."""
    if scope == Scope.TEACHER:
        title = _("All classes of %(title)s") % {"title": title}
    elif scope == Scope.SCHOOL:
        return _("All classes of %(title)s") % {"title": title}
    elif scope == Scope.NOTICES:
        return _("Urgent notices of %(title)s") % {"title": title}
    return f"{title} – {school}"


def key_of(scope: str, page: UUID) -> str:
    """Returns the key of a page in forms."""
    return f"{scope}.{page}"


def addresses_of(subscriber: Subscriber) -> list[VerifiedAddress]:
    """Returns the person's addresses on all channels, the oldest first."""
    return list(subscriber.addresses.order_by("verified_at", "pk"))


def lines_of(
    subscriber: Subscriber,
    addresses: Sequence[VerifiedAddress] | None = None,
    now: dt.datetime | None = None,
) -> list[Line]:
    """Returns what the person follows on any channel, in the order of subscribing, then what was
    removed in the last month and can be put back. Pass the result of `addresses_of` as `addresses`
    to save its query."""
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
    # A page that is gone, or a class that is over, cannot be put back.
    today = timezone.localdate(now)
    return [each for each in lines if each.active or (each.place and not _over(each.place, today))]


def _over(place: sources.Place, today: dt.date) -> bool:
    return place.scope == Scope.CLASS and sources.last_day_of(place.source) < today


def _newest_nickname(rows: Sequence[Subscription]) -> str:
    """Returns the nickname of the newest active subscription, or of the last one that ended."""
    newest = max(rows, key=lambda row: (row.ended_at is None, row.started_at, row.pk))
    return newest.nickname


LONGEST_PAUSE: Final = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Choices:
    """The person's choices. What is None or missing does not change.

    `boxes` contains the keys of the selected lines by channel, `had` those that were selected when
    the page was opened: changes made in another window meanwhile stay.
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
    had_texts = subscriber.gets_texts
    reachable = set(subscriber.addresses.values_list("channel", flat=True))
    lines = lines_of(subscriber, now=now)
    _drop(subscriber, lines, choices, now)
    selected = [
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
    allowed = may_follow(subscriber.pk, [place for _line, place, _channel in selected])
    started = [
        _begin(subscriber, place, channel, now, nickname=line.nickname)
        for line, place, channel in selected
        if place in allowed
    ]
    if not had_texts:
        _welcome(subscriber, started)
    for line in lines:
        name = choices.nicknames.get(line.key, line.nickname)
        if name != line.nickname:
            call(subscriber=subscriber, line=line, nickname=name)


def call(*, subscriber: Subscriber, line: Line, nickname: str) -> None:
    """Set the person's nickname for a subscription on all channels."""
    rows = Subscription.objects.active().filter(scope=line.scope, page_uuid=line.page)
    rows.filter(subscriber=subscriber).update(nickname=nickname)


@transaction.atomic
def add(
    *, subscriber: Subscriber, places: Collection[sources.Place], now: dt.datetime | None = None
) -> list[sources.Place]:
    """Subscribe to these pages: by email, or by text if the person has only numbers. Returns the
    pages that were added, without those that send nothing on that channel today, and those that a
    student may not follow."""
    now = now or timezone.now()
    channels = set(subscriber.addresses.values_list("channel", flat=True))
    if not channels:
        return []
    channel = Channel.EMAIL if Channel.EMAIL in channels else Channel.TEXT
    running = {(line.scope, line.page) for line in lines_of(subscriber) if channel in line.active}
    started = [
        place
        for place in may_follow(subscriber.pk, places)
        if place.offers_by(channel) and (place.scope, place.page) not in running
    ]
    had_texts = subscriber.gets_texts
    rows = [_begin(subscriber, place, channel, now) for place in started]
    if not had_texts:
        _welcome(subscriber, rows)
    return started


def _set(subscriber: Subscriber, choices: Choices) -> None:
    """Save the choices in the person's own row."""
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
    # Subscriptions that another window adds at this moment are not among the lines.
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
    started = consent.begin(
        subscriber=subscriber,
        channel=channel,
        scope=place.scope,
        page=(place.page, place),
        evidence=consent.Evidence(
            words, subscriber.language, record.Source.PREFERENCES, record.Proof.LINK
        ),
        now=now,
    )
    if nickname and started.nickname != nickname:
        started.nickname = nickname
        started.save(update_fields=["nickname"])
    return started


def _welcome(subscriber: Subscriber, started: Collection[Subscription]) -> None:
    """If these start the person's texts, send each of their numbers the text that confirms the
    program (CTIA Messaging Principles, 5.1), at most one a day."""
    first = next((row for row in started if row.channel == Channel.TEXT), None)
    if first is None:
        return
    known = list(subscriber.addresses.filter(channel=Channel.TEXT).order_by("pk"))
    stopped = stopped_among([each.address for each in known])
    for each in known:
        if each.address not in stopped:
            key = f"{each.pk}:{timezone.localdate().isoformat()}"
            sending.send_welcome(number=each.address, language=subscriber.language, key=key)


def send_link(*, address: str, language: str) -> None:
    """Mail a new link to the page. An unverified address gets a mail that says that nothing is sent
    to it, so that a person who mistyped their address notices. `language` is the screen's, for
    unverified addresses only."""
    subscriber = subscriber_of(address)
    if subscriber is None:
        mails.send_nothing_here(address=address, language=language)
    else:
        mails.send_preferences_link(subscriber=subscriber, address=address)


def first_day(today: dt.date) -> dt.date:
    """Returns the first day on which a pause may end."""
    return today + dt.timedelta(days=1)


def last_day(today: dt.date) -> dt.date:
    return today + LONGEST_PAUSE


def pause(*, subscriber: Subscriber, until: dt.date, now: dt.datetime | None = None) -> None:
    """Send no class updates before that day (a date in the district's zone). A current pause gets
    this end and keeps its start. Raises `ValueError` for a day out of range."""
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
    """End the current pause, if any."""
    now = now or timezone.now()
    if is_paused(subscriber, now):
        subscriber.paused_until = now
        subscriber.save(update_fields=["paused_until"])


def is_paused(subscriber: Subscriber, now: dt.datetime) -> bool:
    start, end = subscriber.paused_from, subscriber.paused_until
    return start is not None and end is not None and start <= now < end


def back_on(subscriber: Subscriber, now: dt.datetime) -> dt.date | None:
    """Returns the day on which updates come again; None without a pause."""
    if subscriber.paused_until is None or not is_paused(subscriber, now):
        return None
    return subscriber.paused_until.astimezone(sources.district_zone()).date()


@transaction.atomic
def renew_links(*, subscriber: Subscriber, now: dt.datetime | None = None) -> list[str]:
    """Expire every earlier link to the person's pages, and requests begun behind one. Links to stop
    messages stay valid. Sends a new link to the person's mailboxes only, because the current user
    may have a passed-on link. Returns those mailboxes."""
    now = now or timezone.now()
    # Links store whole seconds, so links made in the second of `now` expire too.
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
