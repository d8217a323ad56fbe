"""Explanations as screens ask for them."""

import uuid
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by

from .models import Deviation
from .permissions import led_by, reads_all


def own(user: User) -> QuerySet[Deviation]:
    """What the account explained or is asked to explain: what waits for it first."""
    return Deviation.objects.filter(staff__user_id=user.pk).order_by(
        F("explained_at").desc(nulls_first=True), "-pk"
    )


def readable(user: User) -> QuerySet[Deviation]:
    """Those of others that the account may read."""
    rows = Deviation.objects.select_related("staff__supervisor", "school")
    return rows if reads_all(user) else rows.filter(led_by(user))


def waiting_for(user: User) -> tuple[list[Deviation], list[Deviation]]:
    """What the account is asked to explain, and what waits for its decision. One query."""
    asked = Q(staff__user_id=user.pk, explained_at=None)
    to_read = led_by(user) & Q(decision="", explained_at__isnull=False)
    rows = list(Deviation.objects.filter(asked | to_read))
    return (
        [row for row in rows if row.explained_at is None],
        [row for row in rows if row.explained_at is not None],
    )


def of_classes(classes: Iterable[uuid.UUID]) -> list[Deviation]:
    """What was explained or asked about posting days of these classes. One query."""
    return list(Deviation.objects.filter(class_uuid__in=list(classes)))


def to_ask(user: User) -> QuerySet[Staff]:
    """Whom the account may ask."""
    theirs = Q(schools__in=school_ids_led_by(user)) | Q(supervisor__user_id=user.pk)
    rows = Staff.objects.active().filter(theirs).exclude(user_id=user.pk)
    return rows.distinct().order_by("family_name", "given_name")
