"""What each kind of message needs, in one table. Pure; the keys are `models.MessageClass`.

No system can promise that a message is sent exactly once, because no provider offers a key by
which it would know a message again. So each kind says what is worse: a message twice, or none.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Unanswered(StrEnum):
    """What becomes of a message of which nobody can tell whether it arrived."""

    NEXT_DIGEST = "next_digest"
    """Its updates go into the next digest once, marked as perhaps seen before."""
    SEND_AGAIN = "send_again"
    """It is sent once more: twice is better than not at all."""
    LEAVE = "leave"
    """Nothing: whoever waits for it asks again, or finds it on the site."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`priority`: smaller is sooner. `lifetime`: later than this it is not sent any more.
    `evidence`: how long to wait for what the provider says later, before it counts as unanswered.
    `quiet`: a text waits for the end of the recipient's quiet hours. `paused`: the office's pause
    switch holds it. `longest_wait`: what the provider surely did not process is tried again after
    at most so long, until the message expires."""

    priority: int
    lifetime: dt.timedelta
    evidence: dt.timedelta
    unanswered: Unanswered
    quiet: bool
    paused: bool
    longest_wait: dt.timedelta = dt.timedelta(hours=1)


SOON, QUARTER = dt.timedelta(minutes=5), dt.timedelta(minutes=15)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

POLICIES: Final[Mapping[str, Policy]] = {
    # What concerns life and safety comes before everything, and is no use a day later; a notice
    # that ends sooner is over then.
    "urgent": Policy(
        0, DAY, 5 * MINUTE, Unanswered.SEND_AGAIN, quiet=False, paused=False, longest_wait=SOON
    ),
    # The next four answer someone who waits.
    "account": Policy(
        1, HOUR, HOUR, Unanswered.LEAVE, quiet=False, paused=False, longest_wait=QUARTER
    ),
    "reply": Policy(
        1, HOUR, HOUR, Unanswered.LEAVE, quiet=False, paused=False, longest_wait=QUARTER
    ),
    "confirmation": Policy(2, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=False, paused=False),
    "notice": Policy(3, DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    "staff": Policy(4, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    # Its updates go out with the next one when it is too late for this one.
    "subscription": Policy(5, 20 * HOUR, 4 * HOUR, Unanswered.NEXT_DIGEST, quiet=True, paused=True),
}
HELD: Final = frozenset(name for name, policy in POLICIES.items() if policy.paused)


# 47 CFR 64.1200(c)(1), as a default of ours: it binds solicitations, and families sleep anyway.
BEGIN: Final = dt.time(21, 0)
END: Final = dt.time(8, 0)
ARRIVES: Final = dt.timedelta(minutes=2)
"""So long a text may take, where nothing is in its way."""


def is_quiet(moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo) -> bool:
    """Whether the clock of `zone` shows a time from `begin` until before `end` at `moment`
    (aware). The hours may pass over midnight; equal times mean no quiet hours."""
    now = moment.astimezone(zone).time()
    if begin <= end:
        return begin <= now < end
    return now >= begin or now < end


def quiet_until(
    moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo
) -> dt.datetime | None:
    """Returns the end (UTC) of the quiet hours that contain `moment`; None outside quiet hours."""
    if not is_quiet(moment, begin, end, zone):
        return None
    local = moment.astimezone(zone)
    day = local.date() if local.time() < end else local.date() + dt.timedelta(days=1)
    # In the night in which the clock shows an hour twice, the end of that hour which runs now.
    over = dt.datetime.combine(day, end.replace(fold=local.fold), tzinfo=zone)
    # Where the clock is put forward over the end, that time is an hour later and still not before.
    return max(over.astimezone(dt.UTC), moment.astimezone(dt.UTC))


def quiet_from(
    moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo
) -> dt.datetime | None:
    """When the next quiet hours after `moment` (aware), which lies in none, begin, in UTC; None
    where there are none."""
    if begin == end:
        return None
    local = moment.astimezone(zone)
    day = local.date() if local.time() < begin else local.date() + dt.timedelta(days=1)
    first = dt.datetime.combine(day, begin.replace(fold=local.fold), tzinfo=zone)
    return first.astimezone(dt.UTC)


def hours(begin: dt.time | None, end: dt.time | None) -> tuple[dt.time, dt.time]:
    """The hours that someone chose, or the usual ones where they chose none."""
    return (BEGIN, END) if begin is None or end is None else (begin, end)


def length(begin: dt.time, end: dt.time) -> dt.timedelta:
    """How long the hours are on the clock; nothing for equal times."""
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    return dt.timedelta(minutes=minutes % (24 * 60))
