"""As many texts a week as the terms promise at most, of all that comes by itself."""

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Q

from ..models import Channel, Message, MessageClass
from ..rules.state import State

WEEK: Final = dt.timedelta(days=7)
RECURRING: Final = (MessageClass.SUBSCRIPTION, MessageClass.NOTICE)
NEVER_CAME: Final = (State.CANCELED, State.REJECTED)


def numbers_that_had_enough(week: Q) -> Any:
    """A query for the numbers that had so many of the texts that `week` picks, one row a number."""
    texts = Message.objects.filter(week, channel=Channel.TEXT, message_class__in=RECURRING)
    counted = texts.exclude(state__in=NEVER_CAME).order_by().values("address")
    enough = counted.annotate(number=Count("pk")).filter(number__gte=settings.TEXTS_A_WEEK_AT_MOST)
    return enough.values_list("address", flat=True)
