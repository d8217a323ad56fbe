"""Who gets a notice, on which channel, and who cannot be reached and why."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from .. import sources
from ..models import (
    Channel,
    ClassNotice,
    FamilyNotice,
    Subscription,
    Suppression,
    UrgentNotice,
    VerifiedAddress,
)
from ..suppressions.rules import Cause, stops


def addresses_for(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """The verified addresses to which the notice goes, in a steady order. A telephone that is
    shared stands once a person."""
    return following(notice, today).filter(channel__in=channels_of(notice)).order_by("pk")


def following(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """The verified addresses at which someone follows what the notice is about, each on the channel
    by which they follow it, whether it goes out by that or not."""
    asked = Subscription.objects.filter(
        _about(notice, today or timezone.localdate()),
        subscriber=OuterRef("subscriber"),
        channel=OuterRef("channel"),
        ended_at__isnull=True,
    )
    return VerifiedAddress.objects.filter(Exists(asked))


def channels_of(notice: FamilyNotice) -> list[Channel]:
    """By what it goes out: of a class what its teacher switched on, an urgent one by all."""
    found = [Channel.EMAIL, Channel.TEXT] if settings.TEXT_PROVIDER else [Channel.EMAIL]
    if isinstance(notice, ClassNotice):
        return [channel for channel in found if _offers(notice, channel)]
    return found


def _about(notice: FamilyNotice, today: dt.date) -> Q:
    if isinstance(notice, ClassNotice):
        room = notice.classroom
        return Q(pk__in=[]) if room is None else sources.following_class(room, today)
    assert isinstance(notice, UrgentNotice)
    paths = None
    if not notice.whole_district:
        paths = list(notice.schools.values_list("path", flat=True))
    return sources.following_schools(paths, today)


def _offers(notice: ClassNotice, channel: Channel) -> bool:
    if notice.classroom is None:
        return False
    by_text = channel == Channel.TEXT
    return (sources.offers_texts if by_text else sources.offers_mail)(notice.classroom)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one channel: how many addresses get the notice, in which languages, and how many cannot:
    by the cause for which we no longer write there, or because nothing goes out by this channel."""

    channel: Channel
    goes_out: bool
    followed: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    suppressed: Mapping[Cause, int] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        return self.followed if self.goes_out else 0


def reach_of(notice: FamilyNotice) -> list[Reach]:
    """Counted now, for each channel. Two queries, and those that say where it goes."""
    followed = following(notice).order_by()
    causes = [cause for cause in Cause if stops(cause, notice.message_class)]
    held = Suppression.objects.active().filter(cause__in=causes).order_by()
    here = held.filter(address=OuterRef("address"), channel=OuterRef("channel"))
    languages: dict[str, Counter[str]] = {channel: Counter() for channel in Channel}
    number = Count("address", distinct=True)
    rows = followed.filter(~Exists(here)).values_list("channel", "subscriber__language")
    for channel, language, found in rows.annotate(number=number):
        languages[channel][language] = found
    there = followed.filter(address=OuterRef("address"), channel=OuterRef("channel"))
    suppressed: dict[str, Counter[Cause]] = {channel: Counter() for channel in Channel}
    counted = held.filter(Exists(there)).values_list("channel", "cause")
    for channel, cause, found in counted.annotate(number=number):
        suppressed[channel][Cause(cause)] = found
    going = channels_of(notice)
    return [
        Reach(one, one in going, languages[one].total(), languages[one], suppressed[one])
        for one in Channel
    ]
