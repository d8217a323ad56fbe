"""Explanations as screens ask for them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, F, Q, QuerySet, When

from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by

from .models import Deviation
from .permissions import led_by, reads_all

NEWS: Final = dt.timedelta(days=14)
"""How long a decision stands on the first screen of the person."""


def own(user: User) -> QuerySet[Deviation]:
    """What the account explained or is asked to explain: what waits for it first."""
    return Deviation.objects.filter(staff__user_id=user.pk).order_by(
        F("explained_at").desc(nulls_first=True), "-pk"
    )


def readable(user: User) -> QuerySet[Deviation]:
    """Those of others that the account may read."""
    rows = Deviation.objects.select_related("staff__supervisor", "school")
    return rows if reads_all(user) else rows.filter(led_by(user))


def waiting_first(rows: QuerySet[Deviation]) -> QuerySet[Deviation]:
    """What nobody has decided about before all else, each the newest day first."""
    waits = Case(When(decision="", explained_at__isnull=False, then=0), default=1)
    return rows.order_by(waits, "-day", "-pk")


@dataclass(frozen=True, slots=True)
class OnHome:
    """What the first screen says: what the account is asked to explain, what waits for its
    decision, and what was decided lately about its own."""

    asked: list[Deviation]
    to_read: list[Deviation]
    decided: list[Deviation]


def on_home(user: User, now: dt.datetime) -> OnHome:
    """One query. `now` is aware."""
    own = Q(staff__user_id=user.pk)
    decided = own & Q(decided_at__gte=now - NEWS)
    # Where the record of the person is gone, nobody decides anymore.
    to_read = led_by(user) & Q(decision="", explained_at__isnull=False, staff__isnull=False)
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


def to_ask(user: User) -> QuerySet[Staff]:
    """Whom the account may ask: people with an account, or they could not answer."""
    theirs = Q(schools__in=school_ids_led_by(user)) | Q(supervisor__user_id=user.pk)
    rows = Staff.objects.active().filter(theirs, user__is_active=True).exclude(user_id=user.pk)
    return rows.distinct().order_by("family_name", "given_name")
