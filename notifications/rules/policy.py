"""What each kind of message needs, in one table. Pure; the keys are `models.MessageClass`.

No system can promise to send a message exactly once, because no provider offers a key to recognize
it again. So each kind says what is worse: sending twice, or not at all.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Unanswered(StrEnum):
    """What to do with a message whose result nobody can tell."""

    NEXT_DIGEST = "next_digest"
    """Its updates go into the next digest once, marked as possibly seen before."""
    SEND_AGAIN = "send_again"
    """It is sent once more: twice is better than not at all."""
    LEAVE = "leave"
    """Nothing: the person who waits for it asks again, or finds it on the site."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy of a kind of message. `priority`: smaller is sooner. `lifetime`: it is not sent
    after this long. `evidence`: how long to wait for the provider's later reports before it counts
    as unanswered. `quiet`: a text waits for the end of the recipient's quiet hours. `paused`: the
    office's pause holds it. `longest_wait`: the longest wait before retrying what the provider
    certainly did not process, until the message expires."""

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
    # Life and safety come before everything, and are useless a day later; a notice that ends sooner
    # expires then.
    "urgent": Policy(
        0, DAY, 5 * MINUTE, Unanswered.SEND_AGAIN, quiet=False, paused=False, longest_wait=SOON
    ),
    # The next three answer someone who waits.
    "account": Policy(
        1, HOUR, HOUR, Unanswered.LEAVE, quiet=False, paused=False, longest_wait=QUARTER
    ),
    "reply": Policy(
        1, HOUR, HOUR, Unanswered.LEAVE, quiet=False, paused=False, longest_wait=QUARTER
    ),
    "confirmation": Policy(2, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=False, paused=False),
    "notice": Policy(3, DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    "year_end": Policy(4, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    "invitation": Policy(4, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    "staff": Policy(4, 7 * DAY, 4 * HOUR, Unanswered.LEAVE, quiet=True, paused=True),
    # If it is too late, its updates go out with the next digest.
    "subscription": Policy(5, 20 * HOUR, 4 * HOUR, Unanswered.NEXT_DIGEST, quiet=True, paused=True),
}
HELD: Final = frozenset(name for name, policy in POLICIES.items() if policy.paused)


# 47 CFR 64.1200(c)(1) as our default: it binds only solicitations, but families sleep anyway.
BEGIN: Final = dt.time(21, 0)
END: Final = dt.time(8, 0)
ARRIVES: Final = dt.timedelta(minutes=2)
"""How long a text may take to arrive if nothing delays it."""


def is_quiet(moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo) -> bool:
    """Returns True if the time of `moment` (aware) in `zone` is from `begin` until before `end`.
    The hours may cross midnight; equal times mean no quiet hours."""
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
    # When the clock repeats an hour in the night, `fold` selects the repetition that runs now.
    over = dt.datetime.combine(day, end.replace(fold=local.fold), tzinfo=zone)
    # When the clock skips the end, that time is an hour later, and still not before `moment`.
    return max(over.astimezone(dt.UTC), moment.astimezone(dt.UTC))


def quiet_from(
    moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo
) -> dt.datetime | None:
    """Returns the start (UTC) of the next quiet hours after `moment` (aware), which is outside
    quiet hours; None if there are none."""
    if begin == end:
        return None
    local = moment.astimezone(zone)
    day = local.date() if local.time() < begin else local.date() + dt.timedelta(days=1)
    first = dt.datetime.combine(day, begin.replace(fold=local.fold), tzinfo=zone)
    return first.astimezone(dt.UTC)


def hours(begin: dt.time | None, end: dt.time | None) -> tuple[dt.time, dt.time]:
    """Returns the chosen hours, or the usual ones if none are chosen."""
    return (BEGIN, END) if begin is None or end is None else (begin, end)


def length(begin: dt.time, end: dt.time) -> dt.timedelta:
    """Returns the length of the hours on the clock; zero for equal times."""
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    return dt.timedelta(minutes=minutes % (24 * 60))
