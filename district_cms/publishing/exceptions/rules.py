"""What an administrator's exception may lift, and for how long. Pure.

Accessibility is owed to readers, and a page may be needed before it is perfect: for a time, with a
reason, on someone's name. A student's privacy, once broken, cannot be fixed by a date, and what
an update must hold its author can always write: neither is ever lifted.
"""

import datetime as dt
from typing import Final

from district_cms.checks.accessibility import RULES
from district_cms.checks.findings import CHECK_FAILED, Finding

SHORTEST_REASON: Final = 20
"""Characters. Less says nothing to whoever reads the list a year later."""


class MayNotLift(ValueError):
    """This finding stops a page whatever anyone decides."""


class BadReason(ValueError):
    """The reason does not say why."""


class BadEnd(ValueError):
    """The exception would end too late, or has ended before it begins."""


def check_may_lift(finding: Finding) -> None:
    """Raise `MayNotLift` unless an exception may lift this finding."""
    if finding.rule not in RULES and finding.rule != CHECK_FAILED:
        raise MayNotLift(finding.rule)


def can_lift(finding: Finding) -> bool:
    """True if an exception may lift this finding; see `check_may_lift`."""
    return finding.rule in RULES or finding.rule == CHECK_FAILED


def check_reason(reason: str) -> None:
    """Raise `BadReason` unless the reason has at least `SHORTEST_REASON` characters."""
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise BadReason


def check_last_day(last_day: dt.date, *, today: dt.date, most_days: int) -> None:
    """Raise `BadEnd` unless an exception that holds through `last_day` is at least for today and
    ends at most `most_days` days from `today`."""
    if not today <= last_day <= today + dt.timedelta(days=most_days):
        raise BadEnd
