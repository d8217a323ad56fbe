"""The teacher's switch: whether a class offers its updates by email."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User

from .. import sources
from ..models import ClassMailOffer, Scope, Subscription


def check_may_switch(*, user: User, classroom: Any) -> None:
    """Raise `PermissionDenied` unless the account may edit the class page."""
    if not sources.may_switch(user, classroom):
        raise PermissionDenied(_("This class is not one of yours."))


def can_switch(*, user: User, classroom: Any) -> bool:
    return sources.may_switch(user, classroom)


@transaction.atomic
def set_offer(
    *, classroom: Any, offered: bool, user: User, now: dt.datetime | None = None
) -> ClassMailOffer:
    """Turn mail of a class on or off. Families' own choices stay as they are: turned on again,
    they get what is new from then on. Raises `PermissionDenied`."""
    check_may_switch(user=user, classroom=classroom)
    offer, _created = ClassMailOffer.objects.select_for_update().get_or_create(classroom=classroom)
    if offer.offered == offered:
        return offer
    offer.offered = offered
    now = now or timezone.now()
    if offered:
        offer.since = now
    offer.save()
    action = "class_mail.on" if offered else "class_mail.off"
    record(action=action, actor=user, page=classroom, at=now)
    return offer


def families_of(pages: Iterable[UUID]) -> Counter[UUID]:
    """How many people subscribed to each of these classes by itself. Whoever asked for all
    classes of a teacher or school is not counted. One query."""
    rows = Subscription.objects.active().filter(scope=Scope.CLASS, page_uuid__in=list(pages))
    return Counter(rows.values_list("page_uuid", flat=True))
