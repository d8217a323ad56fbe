"""The switches of a class or an activity: whether it offers what is new by email, and by text."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ... import sources
from ...models import Channel, MailOffer, Scope, Subscription

# Of each channel: the switch, since when it is on, and its name in the log.
SWITCHES = {
    Channel.EMAIL: ("offered", "since", "class_mail"),
    Channel.TEXT: ("by_text", "texts_since", "class_texts"),
}


def check_may_switch(*, user: User, classroom: Any) -> None:
    """Raise `PermissionDenied` unless the account may edit the page."""
    if not sources.may_switch(user, classroom):
        raise PermissionDenied(_("This page is not one of yours."))


def can_switch(*, user: User, classroom: Any) -> bool:
    return sources.may_switch(user, classroom)


@transaction.atomic
def set_offer(
    *,
    classroom: Any,
    offered: bool,
    user: User,
    channel: Channel | str = Channel.EMAIL,
    now: dt.datetime | None = None,
) -> MailOffer:
    """Turn mail or texts of a class on or off. Families' own choices stay as they are: turned on
    again, they get what is new from then on. Raises `PermissionDenied`."""
    check_may_switch(user=user, classroom=classroom)
    offer, _created = MailOffer.objects.select_for_update().get_or_create(page=classroom)
    switch, since, action = SWITCHES[Channel(channel)]
    if getattr(offer, switch) == offered:
        return offer
    setattr(offer, switch, offered)
    now = now or timezone.now()
    if offered:
        setattr(offer, since, now)
    offer.save()
    record(action=f"{action}.{'on' if offered else 'off'}", actor=user, page=classroom, at=now)
    return offer


def families_of(pages: Iterable[UUID], channel: Channel | str = Channel.EMAIL) -> Counter[UUID]:
    """How many people subscribed to each of these classes and activities by itself, on a channel.
    Whoever asked for all classes of a teacher or school is not counted. One query."""
    rows = Subscription.objects.active().filter(
        scope__in=(Scope.CLASS, Scope.ACTIVITY), page_uuid__in=list(pages), channel=channel
    )
    return Counter(rows.values_list("page_uuid", flat=True))


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of a class as its teacher sees it."""

    channel: Channel
    offered: bool
    families: int


def channels() -> list[Channel]:
    """Those that a class may offer: texts only where the district has a provider of them."""
    return [Channel.EMAIL, Channel.TEXT] if settings.TEXT_PROVIDER else [Channel.EMAIL]


def heading() -> str:
    """What the screens of the switches are called."""
    by_text = Channel.TEXT in channels()
    return _("Updates by email and text") if by_text else _("Updates by email")


def switch_of(classroom: Any, channel: Channel, families: int) -> Switch:
    by_text = channel == Channel.TEXT
    offered = sources.offers_texts(classroom) if by_text else sources.offers_mail(classroom)
    return Switch(channel, offered, families)
