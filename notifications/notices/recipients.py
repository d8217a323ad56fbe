"""Who gets a notice and on which channel, and who cannot be reached and why."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from .. import sources
from ..consent.students import students_among
from ..digests.recipients import WEEK, numbers_that_had_enough, paused
from ..models import (
    Channel,
    ClassNotice,
    FamilyNotice,
    Standing,
    Subscription,
    Suppression,
    UrgentNotice,
    VerifiedAddress,
)
from ..suppressions.rules import Cause, stops

NEW_FOR: Final = dt.timedelta(days=14)
"""How long a class notice stays on the class page and in its feed."""


def addresses_for(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """Returns the verified addresses to which the notice goes, ordered. A shared telephone has one
    row per person, as in `recipient_counts`."""
    rows = following(notice, today).filter(channel__in=channels_of(notice))
    return rows.exclude(_had_enough(notice)).exclude(_is_held(notice)).order_by("pk")


def following(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """Returns the verified addresses of people who follow what the notice is about, each on the
    channel of their subscription, whether or not the notice uses that channel. Leaves out people
    who paused the updates, and students unless the class is at a high school; an urgent notice goes
    to them too."""
    subscribed = Subscription.objects.filter(
        _about(notice, today or timezone.localdate()),
        subscriber=OuterRef("subscriber"),
        channel=OuterRef("channel"),
        ended_at__isnull=True,
    )
    addresses = VerifiedAddress.objects.filter(Exists(subscribed))
    if isinstance(notice, ClassNotice):
        addresses = addresses.exclude(subscriber__in=paused(timezone.now()))
        if notice.classroom is not None and not sources.in_high_school(notice.classroom):
            addresses = addresses.exclude(
                subscriber__in=students_among(addresses.values("subscriber"))
            )
    return addresses


def channels_of(notice: FamilyNotice) -> list[Channel]:
    """Returns the channels of a notice: for a class those that its teacher turned on, for an urgent
    notice all."""
    channels = [Channel.EMAIL, Channel.TEXT] if settings.TEXT_PROVIDER else [Channel.EMAIL]
    if isinstance(notice, ClassNotice):
        return [channel for channel in channels if _offers(notice, channel)]
    return channels


def runs(classroom: Any) -> bool:
    """Returns True if a class, which may be None, is live and not over."""
    return classroom is not None and sources.runs_on(classroom, timezone.localdate())


def posted(classroom: Any) -> list[ClassNotice]:
    """Returns the class notices that are on a class page, the newest first."""
    day = timezone.localdate() - NEW_FOR
    since = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    rows = ClassNotice.objects.filter(classroom=classroom, sent_at__gte=since)
    return list(rows.exclude(standing=Standing.WITHDRAWN).order_by("-sent_at"))


def sent_today(classroom: Any) -> int:
    """Returns how many notices this class, which may be None, has sent today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return ClassNotice.objects.filter(classroom=classroom, sent_at__gte=midnight).count()


def _had_enough(notice: FamilyNotice) -> Q:
    """Selects, from `VerifiedAddress`, the numbers that reached this week's maximum of texts
    promised in the terms. The promise does not cover urgent notices."""
    if not isinstance(notice, ClassNotice):
        return Q(pk__in=[])
    full = numbers_that_had_enough(Q(created_at__gt=timezone.now() - WEEK))
    return Q(channel=Channel.TEXT, address__in=full)


def _held(notice: FamilyNotice) -> Any:
    """Returns the active suppressions that stop such a notice."""
    causes = [cause for cause in Cause if stops(cause, notice.message_class)]
    return Suppression.objects.active().filter(cause__in=causes).order_by()


def _is_held(notice: FamilyNotice) -> Exists:
    """Selects, from `VerifiedAddress`, the suppressed addresses."""
    here = _held(notice).filter(address=OuterRef("address"), channel=OuterRef("channel"))
    return Exists(here)


def _about(notice: FamilyNotice, today: dt.date) -> Q:
    if isinstance(notice, ClassNotice):
        room = notice.classroom
        return Q(pk__in=[]) if room is None else sources.following_class(room, today)
    assert isinstance(notice, UrgentNotice)
    paths = None
    if not notice.whole_district:
        paths = [school.path for school in notice.places]
    return sources.following_schools(paths, today)


def _offers(notice: ClassNotice, channel: Channel) -> bool:
    if notice.classroom is None:
        return False
    by_text = channel == Channel.TEXT
    return (sources.offers_texts if by_text else sources.offers_mail)(notice.classroom)


class Recipient(NamedTuple):
    """One address that gets a notice, with the name of its words in `FamilyNotice.contents`."""

    channel: str
    address: str
    language: str
    words: str
    substitutions: Mapping[str, str]
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecipientCount:
    """The counts of one channel: the addresses that get the notice, by language, and those that do
    not, because they are suppressed (by cause), reached this week's maximum of texts (`full`), or
    because the notice does not use the channel."""

    channel: Channel
    goes_out: bool
    followed: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    suppressed: Mapping[Cause, int] = field(default_factory=dict)
    full: int = 0

    @property
    def reached(self) -> int:
        return self.followed if self.goes_out else 0


def recipient_counts(notice: FamilyNotice) -> list[RecipientCount]:
    """Counts now, for each channel. Three queries, and those that determine the channels."""
    followed = following(notice).order_by()
    languages: dict[str, Counter[str]] = {channel: Counter() for channel in Channel}
    number = Count("address", distinct=True)
    enough = _had_enough(notice)
    rows = followed.exclude(_is_held(notice)).exclude(enough)
    rows = rows.values_list("channel", "subscriber__language")
    for channel, language, count in rows.annotate(number=number):
        languages[channel][language] = count
    there = followed.filter(address=OuterRef("address"), channel=OuterRef("channel"))
    suppressed: dict[str, Counter[Cause]] = {channel: Counter() for channel in Channel}
    counted = _held(notice).filter(Exists(there)).values_list("channel", "cause")
    for channel, cause, count in counted.annotate(number=number):
        suppressed[channel][Cause(cause)] = count
    full = followed.filter(enough).values("address").distinct().count()
    going = channels_of(notice)
    return [
        RecipientCount(
            channel=channel,
            goes_out=channel in going,
            followed=languages[channel].total(),
            languages=languages[channel],
            suppressed=suppressed[channel],
            full=full if channel == Channel.TEXT and channel in going else 0,
        )
        for channel in Channel
    ]
