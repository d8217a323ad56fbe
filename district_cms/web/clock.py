"""The moment by which postings and the gate's evidence are dated.

It is the present. A fictional district tells of a past, and what is written once cannot be dated
afterwards: there, and only there, the moment is set before the services are called.
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
    """The present (aware), or the moment that was set."""
    return _moment.get() or timezone.now()


@contextmanager
def clock_set_to(moment: dt.datetime) -> Iterator[None]:
    """Inside, `now()` is `moment` (aware).

    Raises `ImproperlyConfigured` where no demo may be loaded: nobody's record gets a false date.
    """
    if not settings.DEMO_MAY_BE_LOADED:
        raise ImproperlyConfigured("The clock can only be set where the demo may be loaded.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
