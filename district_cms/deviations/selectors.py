"""Explanations as screens ask for them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.models import SchoolPage

from .models import POSTING_DAY, Deviation
from .permissions import led_by, reads_all

NEWS: Final = dt.timedelta(days=14)
"""How long an explanation stands on the first screen of who reads it, and its answer on that of the
person."""


def own(user: User) -> QuerySet[Deviation]:
    """What the account explained or is asked to explain: what waits for it first."""
    return Deviation.objects.filter(staff__user_id=user.pk).order_by(
        F("explained_at").desc(nulls_first=True), "-pk"
    )


def readable(user: User) -> QuerySet[Deviation]:
    """Those of others that the account may read."""
    rows = Deviation.objects.select_related("staff__supervisor", "school")
    return rows if reads_all(user) else rows.filter(led_by(user))


def counted(rows: QuerySet[Deviation]) -> dict[str, int]:
    """How many were explained, and on how many of those days the person was authorized to use what
    is their own: `rows` know it, see `authorizations.selectors.with_authorization`. One query."""
    explained = Q(explained_at__isnull=False)
    found: dict[str, int] = rows.aggregate(
        explained=Count("pk", filter=explained),
        with_authorization=Count("pk", filter=explained & Q(authorized=True)),
    )
    return found


@dataclass(frozen=True, slots=True)
class OnHome:
    """What the first screen says: what the account is asked to explain, what others explained
    lately, and what was decided lately about its own."""

    asked: list[Deviation]
    to_read: list[Deviation]
    decided: list[Deviation]


def on_home(user: User, now: dt.datetime) -> OnHome:
    """One query. `now` is aware."""
    own = Q(staff__user_id=user.pk)
    decided = own & Q(decided_at__gte=now - NEWS)
    to_read = led_by(user) & Q(decision="", explained_at__gte=now - NEWS, staff__isnull=False)
    rows = list(Deviation.objects.filter((own & Q(explained_at=None)) | decided | to_read))
    return OnHome(
        asked=[row for row in rows if row.explained_at is None],
        to_read=[row for row in rows if row.explained_at is not None and not row.decision],
        decided=[row for row in rows if row.decision],
    )


def of_classes(classes: Iterable[uuid.UUID]) -> list[Deviation]:
    """What was explained or asked about posting days of these classes. One query, none where there
    is no class."""
    return list(Deviation.objects.filter(class_uuid__in=list(classes)))


def days_explained(classes: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, dt.date]]:
    """Of which posting days of these classes someone said why there was no update. Asks as
    `of_classes` does."""
    rows = of_classes(classes)
    return {(row.class_uuid, row.day) for row in rows if row.class_uuid and row.explained_at}


def days_said(first: dt.date, before: dt.date) -> set[tuple[uuid.UUID, dt.date]]:
    """{(class, nominal date)} of the posting days from `first` on and before `before` of which
    someone said why there was no update in time. One query."""
    rows = Deviation.objects.filter(
        requirement=POSTING_DAY, explained_at__isnull=False, day__gte=first, day__lt=before
    )
    named = rows.order_by().values_list("class_uuid", "nominal_date")
    return {(key, nominal) for key, nominal in named if key and nominal}


def to_ask(user: User) -> QuerySet[Staff]:
    """Whom the account may ask: people with an account, or they could not answer."""
    theirs = Q(schools__in=school_ids_led_by(user)) | Q(supervisor__user_id=user.pk)
    rows = Staff.objects.active().filter(theirs, user__is_active=True).exclude(user_id=user.pk)
    return rows.distinct().order_by("family_name", "given_name")


def school_for(staff: Staff, user: User | None = None) -> SchoolPage | None:
    """The school whose principals read it: one that the account leads, else the first."""
    schools = list(staff.schools.order_by("title"))
    if user is not None:
        led = school_ids_led_by(user)
        schools.sort(key=lambda school: school.pk not in led)
    return schools[0] if schools else None
