"""The current time for the dates of postings and of the gate's evidence.

It is the present. A demo district has a past, and append-only rows cannot be dated later: only
there, the time is set before the services are called.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)


def now() -> dt.datetime:
    """Returns the present (aware), or the moment that was set."""
    return _moment.get() or timezone.now()


@contextmanager
def clock_set_to(moment: dt.datetime) -> Iterator[None]:
    """Makes `now()` return `moment` (aware) inside the block.

    Raises `ImproperlyConfigured` if no demo may be loaded, so that no real record is misdated.
    """
    if not settings.DEMO_MAY_BE_LOADED:
        raise ImproperlyConfigured("The clock can only be set where the demo may be loaded.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
