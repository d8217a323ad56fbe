"""Who gets a notice, on which channel, and who cannot be reached and why."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

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
"""So long a class notice stands on the class page and in its feed."""


def addresses_for(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """The verified addresses to which the notice goes, ordered. A shared telephone stands once a
    person, as in `recipient_counts`."""
    rows = following(notice, today).filter(channel__in=channels_of(notice))
    return rows.exclude(_had_enough(notice)).exclude(_is_held(notice)).order_by("pk")


def following(notice: FamilyNotice, today: dt.date | None = None) -> Any:
    """The verified addresses at which someone follows what the notice is about, each on the channel
    by which they follow it, whether it goes out by that or not. Not who paused the updates, nor a
    student where the class is of no high school, unless it is urgent."""
    asked = Subscription.objects.filter(
        _about(notice, today or timezone.localdate()),
        subscriber=OuterRef("subscriber"),
        channel=OuterRef("channel"),
        ended_at__isnull=True,
    )
    found = VerifiedAddress.objects.filter(Exists(asked))
    if isinstance(notice, ClassNotice):
        found = found.exclude(subscriber__in=paused(timezone.now()))
        if notice.classroom is not None and not sources.in_high_school(notice.classroom):
            found = found.exclude(subscriber__in=students_among(found.values("subscriber")))
    return found


def channels_of(notice: FamilyNotice) -> list[Channel]:
    """By what it goes out: of a class what its teacher switched on, an urgent one by all."""
    found = [Channel.EMAIL, Channel.TEXT] if settings.TEXT_PROVIDER else [Channel.EMAIL]
    if isinstance(notice, ClassNotice):
        return [channel for channel in found if _offers(notice, channel)]
    return found


def runs(classroom: Any) -> bool:
    """Whether a class, which may be None, is live and not over."""
    return classroom is not None and sources.runs_on(classroom, timezone.localdate())


def posted(classroom: Any) -> list[ClassNotice]:
    """The class notices that stand on a class page, the newest first."""
    day = timezone.localdate() - NEW_FOR
    since = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    rows = ClassNotice.objects.filter(classroom=classroom, sent_at__gte=since)
    return list(rows.exclude(standing=Standing.WITHDRAWN).order_by("-sent_at"))


def sent_today(classroom: Any) -> int:
    """How many notices this class, which may be None, has sent today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return ClassNotice.objects.filter(classroom=classroom, sent_at__gte=midnight).count()


def _had_enough(notice: FamilyNotice) -> Q:
    """Of `VerifiedAddress`: numbers that had as many texts this week as the terms promise at most.
    What is urgent is no part of that promise."""
    if not isinstance(notice, ClassNotice):
        return Q(pk__in=[])
    full = numbers_that_had_enough(Q(created_at__gt=timezone.now() - WEEK))
    return Q(channel=Channel.TEXT, address__in=full)


def _held(notice: FamilyNotice) -> Any:
    """The suppressions for whose cause such a notice is not sent."""
    causes = [cause for cause in Cause if stops(cause, notice.message_class)]
    return Suppression.objects.active().filter(cause__in=causes).order_by()


def _is_held(notice: FamilyNotice) -> Exists:
    """Of `VerifiedAddress`: whether we no longer write there."""
    here = _held(notice).filter(address=OuterRef("address"), channel=OuterRef("channel"))
    return Exists(here)


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
class RecipientCount:
    """Of one channel: how many addresses get the notice, in which languages, and how many cannot:
    by the cause for which we no longer write there, because they had as many texts this week as was
    promised (`full`), or because nothing goes out by this channel."""

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
    """Counted now, for each channel. Three queries, and those that say where it goes."""
    followed = following(notice).order_by()
    languages: dict[str, Counter[str]] = {channel: Counter() for channel in Channel}
    number = Count("address", distinct=True)
    enough = _had_enough(notice)
    rows = followed.exclude(_is_held(notice)).exclude(enough)
    rows = rows.values_list("channel", "subscriber__language")
    for channel, language, found in rows.annotate(number=number):
        languages[channel][language] = found
    there = followed.filter(address=OuterRef("address"), channel=OuterRef("channel"))
    suppressed: dict[str, Counter[Cause]] = {channel: Counter() for channel in Channel}
    counted = _held(notice).filter(Exists(there)).values_list("channel", "cause")
    for channel, cause, found in counted.annotate(number=number):
        suppressed[channel][Cause(cause)] = found
    full = followed.filter(enough).values("address").distinct().count()
    going = channels_of(notice)
    return [
        RecipientCount(
            channel=one,
            goes_out=one in going,
            followed=languages[one].total(),
            languages=languages[one],
            suppressed=suppressed[one],
            full=full if one == Channel.TEXT and one in going else 0,
        )
        for one in Channel
    ]
