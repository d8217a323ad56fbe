"""What came of the newest digest by email, in a sentence for the family that wonders."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.db.models import Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.web.times import day_text

from ... import sources
from ...models import Channel, Message, MessageClass, SkippedDigest, Subscriber
from ...rules.state import SENT

NONE_CAME: Final[Mapping[str, Promise]] = {
    "nothing_new": gettext_lazy(
        "On %(day)s, we sent you no email: there was nothing new in your classes."
    ),
    "sent_before": gettext_lazy(
        "On %(day)s, we sent you no email: you had everything new already."
    ),
    "mail_off": gettext_lazy(
        "On %(day)s, we sent you no email: your classes do not send updates by email right now. "
        "Everything new is on their pages."
    ),
    "no_classes": gettext_lazy(
        "On %(day)s, we sent you no email: your classes are over. You can add others."
    ),
    "paused": gettext_lazy("On %(day)s, we sent you no email: you had paused the updates."),
}
"""By the reason that was noted. None is said of the others: a text is no email, and what a school
has on its list is said by email alone, to the address's owner."""


def lately(subscriber: Subscriber) -> str:
    """ "" where nothing is known, or what is known helps nobody. One query."""
    of_person = {"subscriber_uuid": subscriber.uuid, "channel": Channel.EMAIL}
    skipped = SkippedDigest.objects.filter(**of_person).values_list("window_start", "reason")
    written = Message.objects.filter(
        message_class=MessageClass.SUBSCRIPTION, window_start__isnull=False, **of_person
    ).values_list("window_start", "state")
    # Of one window, what was written comes before what was left out.
    newest = (
        skipped.order_by()
        .annotate(was_written=Value(0))
        .union(written.order_by().annotate(was_written=Value(1)), all=True)
        .order_by("-window_start", "-was_written")
        .first()
    )
    if newest is None:
        return ""
    window, what, was_written = newest
    day = {"day": _day(window)}
    if was_written and what in SENT:
        return _("We sent you the last email with updates on %(day)s.") % day
    if was_written or what not in NONE_CAME:
        return ""
    return NONE_CAME[what] % day


def _day(window: dt.datetime) -> str:
    return day_text(window.astimezone(sources.district_zone()).date())
