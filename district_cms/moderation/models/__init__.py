"""The approval step, stand-ins, notices, what principals read later, and what was taken down."""

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
