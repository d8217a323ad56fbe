"""The approval step, its stand-ins, which notices about reviews were sent, what principals read
later, and what was taken down at once."""

from .approval import PassedOn, ReadLater, ReviewNotice, ReviewSettings, SchoolApprovalTask, StandIn
from .take_down import TakeDown

__all__ = [
    "PassedOn",
    "ReadLater",
    "ReviewNotice",
    "ReviewSettings",
    "SchoolApprovalTask",
    "StandIn",
    "TakeDown",
]
