"""One update to be: which days it is about, and how far it has come when. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """How far an update has come by the anchor day."""

    LIVE = "live"
    WAITING = "waiting"  # with the school for review
    RETURNED = "returned"
    DRAFT = "draft"
    SCHEDULED = "scheduled"  # approved, goes live later
    UNREAD = "unread"  # live at once, and its principal has not read it yet


@dataclass(frozen=True, slots=True)
class Plan:
    """When it is begun, submitted and approved or sent back. Times are aware; `go_live_at` is set
    for a scheduled one only."""

    day: dt.date
    last_day: dt.date
    begun_at: dt.datetime
    submitted_at: dt.datetime
    approved_at: dt.datetime
    end: End = End.LIVE
    go_live_at: dt.datetime | None = None
