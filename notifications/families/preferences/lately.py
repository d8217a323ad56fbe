"""What came of the newest digest by email, in a sentence for the family that wonders."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

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
    """ "" where nothing is known, or what is known helps nobody. Two queries."""
    of_person = {"subscriber_uuid": subscriber.uuid, "channel": Channel.EMAIL}
    skipped = SkippedDigest.objects.filter(**of_person).order_by("-window_start").first()
    message = (
        Message.objects.filter(
            message_class=MessageClass.SUBSCRIPTION, window_start__isnull=False, **of_person
        )
        .order_by("-window_start")
        .first()
    )
    if message is not None and (skipped is None or skipped.window_start <= _window(message)):
        if message.state not in SENT:
            return ""
        day = {"day": _day(_window(message))}
        return _("We sent you the last email with updates on %(day)s.") % day
    if skipped is None or skipped.reason not in NONE_CAME:
        return ""
    return NONE_CAME[skipped.reason] % {"day": _day(skipped.window_start)}


def _window(message: Message) -> dt.datetime:
    assert message.window_start is not None
    return message.window_start


def _day(window: dt.datetime) -> str:
    return day_text(window.astimezone(sources.district_zone()).date())
