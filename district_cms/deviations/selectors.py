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


def asked_of(user: User) -> QuerySet[Deviation]:
    return own(user).filter(explained_at=None)


def readable(user: User) -> QuerySet[Deviation]:
    """Those of others that the account may read."""
    rows = Deviation.objects.select_related("staff__supervisor", "school")
    return rows if reads_all(user) else rows.filter(led_by(user))


def to_read(user: User) -> QuerySet[Deviation]:
    """Those that wait for the account's decision."""
    return Deviation.objects.filter(led_by(user), decision="").exclude(explained_at=None)


def of_classes(classes: Iterable[uuid.UUID]) -> list[Deviation]:
    """What was explained or asked about posting days of these classes. One query."""
    return list(Deviation.objects.filter(class_uuid__in=list(classes)))


def to_ask(user: User) -> QuerySet[Staff]:
    """Whom the account may ask."""
    theirs = Q(schools__in=school_ids_led_by(user)) | Q(supervisor__user_id=user.pk)
    rows = Staff.objects.active().filter(theirs).exclude(user_id=user.pk)
    return rows.distinct().order_by("family_name", "given_name")
