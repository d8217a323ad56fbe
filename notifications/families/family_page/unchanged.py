"""Whether a calendar is still what a program has: known from a few rows, without drawing it.

Calendar programs ask every hour or so, and mostly nothing has changed.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from district_cms.calendars.events import first_day
from district_cms.calendars.ical_file import host
from district_cms.schools.calendar.kept import (
    YearsNoted,
    YearsShown,
    years_noted,
    years_shown,
)

from ... import sources
from ...models import Subscriber
from ..tokens import CALENDAR_FOR

DRAWN: Final = 4
"""Grows when the file is drawn in another way."""
SAID_BEFORE: Final = dt.timedelta(days=30)
"""How long before its end the calendar says that its address ends."""


@dataclass(frozen=True, slots=True)
class Version:
    """`etag` is another one whenever the file may be. `changed_at` is the same for programs that
    know no more than a moment: where a class got another name, they hear of it within a week.
    `classes` and `years` are what it has, `noted` how the years changed."""

    etag: str
    changed_at: dt.datetime
    classes: Sequence[sources.FamilyClass]
    years: YearsShown
    noted: YearsNoted


def says_end(made_at: dt.datetime, now: dt.datetime) -> bool:
    return now >= made_at + CALENDAR_FOR - SAID_BEFORE


def version_of(subscriber: Subscriber, *, made_at: dt.datetime, now: dt.datetime) -> Version:
    """Of the calendar whose link was made at `made_at`, in the language that is active. Sixteen
    queries at most, however much was posted."""
    asked: list[tuple[str, UUID]] = []
    moments = [dt.datetime.combine(first_day(now), dt.time(), tzinfo=dt.UTC), made_at]
    for row in subscriber.subscriptions.all():
        moments.append(row.ended_at or row.started_at)
        if row.ended_at is None:
            asked.append((row.scope, row.page_uuid))
    covered = sources.covered(asked, timezone.localdate(now))
    classes = sorted({one for found in covered.values() for one in found}, key=lambda one: one.pk)
    ledger = sources.last_change(classes, now)
    moments += [moment for moment in (ledger.published, ledger.taken_down) if moment]
    years, noted = years_shown(), years_noted()
    moments += [changed.at for changed in noted.changed.values() if changed.at]
    said = (
        *(DRAWN, settings.DISTRICT_NAME, host(), get_language(), first_day(now)),
        *(made_at if says_end(made_at, now) else None, classes, ledger, years, noted),
    )
    etag = hashlib.sha256(repr(said).encode()).hexdigest()[:32]
    return Version(f'"{etag}"', max(moments), classes, years, noted)
